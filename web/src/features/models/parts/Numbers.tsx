import type { ReactNode } from "react";
import { useTranslation } from "@/i18n";
import { Block } from "@/components/Block";
import { useFormat } from "@/hooks/useFormat";
import type { Evaluation } from "../lib/judged";
import { shareText } from "../lib/share";
import styles from "./Numbers.module.css";

/** Figures that do not follow the threshold, and how long the model takes. */
export function Numbers({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const score = (value: number | null | undefined) => (value === null || value === undefined ? null : format.score(value));
  const area = evaluation.auroc_interval;
  const numbers: [string, string, ReactNode][] = [
    [t("models.numbers.auroc"), t("models.numbers.auroc_meaning"), withInterval(score(evaluation.auroc), area ? `${format.score(area[0])} – ${format.score(area[1])}` : null)],
    [t("models.numbers.average"), t("models.numbers.average_meaning"), score(evaluation.average_precision)],
    [t("models.numbers.accuracy"), t("models.numbers.accuracy_meaning"), evaluation.accuracy === null || evaluation.accuracy === undefined ? null : shareText(evaluation.accuracy, format.language)],
    [t("models.numbers.balanced"), t("models.numbers.balanced_meaning"), evaluation.balanced_accuracy === null || evaluation.balanced_accuracy === undefined ? null : shareText(evaluation.balanced_accuracy, format.language)],
    [t("models.numbers.pixel"), t("models.numbers.pixel_meaning"), score(evaluation.pixel?.auroc)],
    [t("models.numbers.pro"), t("models.numbers.pro_meaning"), score(evaluation.pixel?.pro)],
    [t("models.numbers.iou"), t("models.numbers.iou_meaning"), score(evaluation.pixel?.mean_iou)],
  ];
  const timing = evaluation.timing;
  return (
    <Block title={t("models.numbers.title")}>
      <dl className={styles.numbers}>
        {numbers.filter(([, , value]) => value !== null).map(([name, meaning, value]) => (
          <div key={name} title={meaning}>
            <dt>{name}</dt>
            <dd className="number">{value}</dd>
          </div>
        ))}
        {timing && (
          <>
            <div title={t("models.numbers.time_meaning")}>
              <dt>{t("models.numbers.time")}</dt>
              <dd className="number">{t("models.numbers.time_value", { mean: format.milliseconds(timing.total_ms.mean), p99: format.milliseconds(timing.total_ms.p99) })}</dd>
            </div>
            <div>
              <dt>{t("models.numbers.rate")}</dt>
              <dd className="number">{t("models.numbers.rate_value", { n: format.decimal(timing.pictures_per_second, 1) })}</dd>
            </div>
          </>
        )}
      </dl>
      {evaluation.data?.skipped && evaluation.data.skipped.length > 0 && (
        <details className={styles.skipped}>
          <summary>{t("models.numbers.skipped", { n: evaluation.data.skipped.length })}</summary>
          <ul>{evaluation.data.skipped.map((one) => <li key={one.path}><b>{one.path}</b> {one.reason}</li>)}</ul>
        </details>
      )}
    </Block>
  );
}

function withInterval(value: string | null, interval: string | null): ReactNode {
  if (value === null) return null;
  return (
    <>
      {value}
      {interval && <span className={styles.interval}>{interval}</span>}
    </>
  );
}
