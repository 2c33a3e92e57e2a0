import type { ReactNode } from "react";
import styles from "./Block.module.css";

/** A titled piece of a page. White space apart, no box in a box. */
export function Block({ title, extra, children, flush }: { title?: ReactNode; extra?: ReactNode; children: ReactNode; flush?: boolean }) {
  return (
    <section className={styles.block} data-flush={flush || undefined}>
      {(title || extra) && (
        <header className={styles.head}>
          <h2 className={styles.title}>{title}</h2>
          {extra}
        </header>
      )}
      {children}
    </section>
  );
}
