import { useId, type ReactNode } from "react";
import styles from "./Field.module.css";

type Inner = { id: string; "aria-describedby": string; "aria-invalid"?: true; status?: "error" };
type Props = { label: string; hint?: string; wrong?: string | undefined; children: (props: Inner) => ReactNode };

/** Label, field, and what is wrong with it, at the field. */
export function Field({ label, hint, wrong, children }: Props) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>{label}</label>
      {children({ id, "aria-describedby": `${id}-note`, ...(wrong ? { "aria-invalid": true as const, status: "error" as const } : {}) })}
      <span id={`${id}-note`} className={wrong ? styles.wrong : styles.hint} role={wrong ? "alert" : undefined}>
        {wrong ?? hint}
      </span>
    </div>
  );
}
