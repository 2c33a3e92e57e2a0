import styles from "./Bar.module.css";

/** How far something is, as a thin bar. */
export function Bar({ share, label }: { share: number; label: string }) {
  const percent = Math.round(100 * Math.min(1, Math.max(0, share)));
  return (
    <span className={styles.bar} role="progressbar" aria-label={label} aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100}>
      <span className={styles.done} style={{ width: `${percent}%` }} />
    </span>
  );
}
