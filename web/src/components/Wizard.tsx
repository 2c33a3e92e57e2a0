import type { ReactNode } from "react";
import styles from "./Wizard.module.css";

export type WizardStep = { key: string; title: string; /** What was chosen; stays visible. */ chosen?: ReactNode };

type Props = {
  steps: readonly WizardStep[];
  at: number;
  /** How far one may jump. */
  reached: number;
  onGo: (step: number) => void;
  children: ReactNode;
  foot: ReactNode;
};

/** Steps on the left with what was chosen, the form of the step on the right. */
export function Wizard({ steps, at, reached, onGo, children, foot }: Props) {
  return (
    <div className={styles.wizard}>
      <ol className={styles.steps}>
        {steps.map((step, index) => (
          <li key={step.key}>
            <button
              type="button"
              className={styles.step}
              aria-current={index === at ? "step" : undefined}
              data-done={index < at || undefined}
              disabled={index > reached}
              onClick={() => onGo(index)}
            >
              <span className={styles.number}>{index + 1}</span>
              <span className={styles.words}>
                <span className={styles.title}>{step.title}</span>
                {step.chosen && <span className={styles.chosen}>{step.chosen}</span>}
              </span>
            </button>
          </li>
        ))}
      </ol>
      <div className={styles.body}>
        {children}
        <div className={styles.foot}>{foot}</div>
      </div>
    </div>
  );
}
