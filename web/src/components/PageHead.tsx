import type { ReactNode } from "react";
import { Link } from "react-router";
import styles from "./PageHead.module.css";

type Props = {
  title: ReactNode;
  /** One quiet line below the title. */
  sub?: ReactNode;
  state?: ReactNode;
  actions?: ReactNode;
  /** Where this page lies: links before the title. */
  above?: { to: string; text: string }[];
  children?: ReactNode;
};

/** Head of every page: where we are, name, state, and the two or three things to do. Children (tabs, filters) stand below. */
export function PageHead({ title, sub, state, actions, above, children }: Props) {
  return (
    <header className={styles.head}>
      {above && above.length > 0 && (
        <nav className={styles.above}>
          {above.map((one) => (
            <span key={one.to}>
              <Link to={one.to}>{one.text}</Link>
              <span aria-hidden="true"> / </span>
            </span>
          ))}
        </nav>
      )}
      <div className={styles.row}>
        <h1 className={styles.title}>{title}</h1>
        {state}
        <div className={styles.actions}>{actions}</div>
      </div>
      {sub && <p className={styles.sub}>{sub}</p>}
      {children}
    </header>
  );
}
