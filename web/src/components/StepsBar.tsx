import { useTranslation } from "@/i18n";
import type { Steps } from "@/api/contract";
import { stepNames } from "@/lib/steps";
import styles from "./StepsBar.module.css";

/** Six small marks: how far a project is. */
export function StepsBar({ steps }: { steps: Steps }) {
  const { t } = useTranslation();
  return (
    <span className={styles.bar}>
      {stepNames.map((name) => (
        <span
          key={name}
          className={styles.mark}
          data-state={steps[name].state}
          data-next={steps.next === name || undefined}
          title={`${t(`project.step.${name}`)} · ${t(`common.state.${steps[name].state}`)}`}
        >
          <span className="visually-hidden">{`${t(`project.step.${name}`)} ${t(`common.state.${steps[name].state}`)}`}</span>
        </span>
      ))}
    </span>
  );
}
