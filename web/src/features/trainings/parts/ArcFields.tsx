// Lines that are bent along a circle: three clicks make one, its height is told beside it.
import { Button, InputNumber } from "antd";
import { useTranslation } from "@/i18n";
import type { TextArc } from "@/api/contract";
import type { At } from "@/lib/textArc";
import { SMALLEST } from "../lib/textPlan";
import styles from "../pages/BeadPlanPage.module.css";

type Props = {
  arcs: readonly TextArc[];
  /** Points that were clicked of a new one; `null` where none is being made. */
  clicked: readonly At[] | null;
  onBegin: () => void;
  onStop: () => void;
  onChange: (arcs: TextArc[]) => void;
};

export function ArcFields({ arcs, clicked, onBegin, onStop, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.tall}>
      <div className={styles.row}>
        {clicked === null
          ? <Button size="small" data-test="bend" onClick={onBegin}>{t("text.plan.arc.add")}</Button>
          : <Button size="small" onClick={onStop}>{t("common.do.cancel")}</Button>}
      </div>
      {clicked !== null && <p className={styles.known} role="status">{t("text.plan.arc.click", { n: clicked.length + 1 })}</p>}
      {arcs.map((arc, i) => (
        <div key={i} className={styles.row} data-test="arc">
          <span>{t("text.plan.arc.one", { n: i + 1 })}</span>
          <InputNumber
            className={styles.number} size="small" min={SMALLEST} max={2000} value={arc.height} aria-label={t("text.plan.arc.height", { n: i + 1 })}
            onChange={(height) => onChange(arcs.map((other, k) => (k === i ? { ...other, height: height ?? other.height } : other)))}
          />
          <Button size="small" onClick={() => onChange(arcs.filter((_, k) => k !== i))}>{t("common.do.delete")}</Button>
        </div>
      ))}
      <span className={styles.hint}>{t("text.plan.arc.hint")}</span>
    </div>
  );
}
