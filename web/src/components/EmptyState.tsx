import type { ReactNode } from "react";
import styles from "./EmptyState.module.css";

/** Empty list: one sentence, one button. */
export function EmptyState({ text, action, small }: { text: ReactNode; action?: ReactNode; small?: boolean }) {
  return (
    <div className={small ? styles.small : styles.empty}>
      <p className={styles.text}>{text}</p>
      {action && <div>{action}</div>}
    </div>
  );
}
