import styles from "./ClassDot.module.css";

/** A class: its colour and its name. */
export function ClassDot({ colour, name }: { colour: string; name?: string }) {
  return (
    <span className={styles.class}>
      <span className={styles.dot} style={{ background: colour }} aria-hidden="true" />
      {name !== undefined && <span className={styles.name} title={name}>{name}</span>}
    </span>
  );
}
