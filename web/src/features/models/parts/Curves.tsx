import { useMemo } from "react";
import { useTranslation } from "@/i18n";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import { useFormat } from "@/hooks/useFormat";
import { drawn, precisionRecallOf, rocOf } from "../lib/curves";
import type { Evaluation } from "../lib/judged";
import { shareText } from "../lib/share";
import type { Rates, Sweep } from "../lib/sweep";
import { Curve } from "./Curve";
import styles from "./Curves.module.css";

type Props = { sweep: Sweep; rates: Rates; evaluation: Evaluation; onPick: (threshold: number) => void };

export function Curves({ sweep, rates, evaluation, onPick }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const roc = useMemo(() => [{ name: "ROC", points: drawn(rocOf(sweep)) }], [sweep]);
  const pr = useMemo(() => [{ name: "PR", points: drawn(precisionRecallOf(sweep)) }], [sweep]);
  const found = rates.escape === null ? null : 1 - rates.escape;
  const rocNow = useMemo(() => ({ x: rates.overkill, y: found }), [rates.overkill, found]);
  const prNow = useMemo(() => ({ x: found, y: rates.precision }), [found, rates.precision]);
  const none = <EmptyState small text={t("models.curve.none")} />;
  const area = evaluation.auroc ?? null;
  const average = evaluation.average_precision ?? null;
  return (
    <div className={styles.pair}>
      <Block title={t("models.curve.roc")} extra={area !== null && <span className={styles.figure}>{t("models.curve.auroc", { value: format.score(area) })}</span>}>
        {roc[0]?.points.length ? (
          <Curve
            lines={roc} xName={t("models.figure.overkill")} yName={t("models.curve.found")} now={rocNow} onPick={onPick}
            label={t("models.curve.roc_label", { area: area === null ? "–" : format.score(area), x: shareText(rates.overkill, format.language), y: shareText(found, format.language) })}
          />
        ) : none}
      </Block>
      <Block title={t("models.curve.pr")} extra={average !== null && <span className={styles.figure}>{t("models.curve.average", { value: format.score(average) })}</span>}>
        {pr[0]?.points.length ? (
          <Curve
            lines={pr} xName={t("models.curve.found")} yName={t("models.curve.precision")} now={prNow} onPick={onPick}
            label={t("models.curve.pr_label", { average: average === null ? "–" : format.score(average), x: shareText(found, format.language), y: shareText(rates.precision, format.language) })}
          />
        ) : none}
      </Block>
    </div>
  );
}
