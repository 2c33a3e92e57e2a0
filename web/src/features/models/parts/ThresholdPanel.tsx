import { memo } from "react";
import { Button, InputNumber, Slider } from "antd";
import { SaveOutlined } from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import { useEachFrame } from "@/hooks/useEachFrame";
import { useFormat } from "@/hooks/useFormat";
import { useKeys } from "@/hooks/useKeys";
import { useSearch } from "@/hooks/useSearch";
import { cheapest, type Range, type Sweep } from "../lib/sweep";
import type { Threshold } from "../lib/useThreshold";
import { Figures } from "./Figures";
import { Histogram } from "./Histogram";
import { Verdicts } from "./Verdicts";
import styles from "./ThresholdPanel.module.css";

type Props = {
  sweep: Sweep;
  range: Range;
  threshold: Threshold;
  /** The threshold a moment later, when there was time. */
  shown: number;
  saved: number;
  /** Without it the threshold can be tried but not kept. */
  onSave?: () => void;
  saving: boolean;
  keysOn: boolean;
};

export function ThresholdPanel({ sweep, range, threshold, shown, saved, onSave, saving, keysOn }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch();
  const cost = Number(search.get("cost")) > 0 ? Number(search.get("cost")) : 20;
  const rates = sweep.at(threshold.value);
  const wide = range.high - range.low;
  const move = (part: number) => threshold.set(threshold.value + part * wide);
  useKeys(
    [
      { keys: ["arrowleft"], meaning: "models.keys.lower", run: () => move(-1 / 100) },
      { keys: ["arrowright"], meaning: "models.keys.higher", run: () => move(1 / 100) },
      { keys: ["shift+arrowleft"], meaning: "models.keys.lower_fine", run: () => move(-1 / 2000) },
      { keys: ["shift+arrowright"], meaning: "models.keys.higher_fine", run: () => move(1 / 2000) },
      { keys: ["0"], meaning: "models.keys.reset", run: threshold.reset },
    ],
    keysOn,
  );
  const drag = useEachFrame(threshold.set);
  const toCheapest = () => {
    const best = cheapest(sweep, cost);
    if (best) threshold.set(best.threshold);
  };
  const both = rates.good > 0 && rates.bad > 0;

  return (
    <section className={styles.panel} aria-label={t("models.threshold.title")} data-threshold={threshold.value.toPrecision(8)}>
      <Figures rates={rates} saved={threshold.moved ? sweep.at(Math.fround(saved)) : undefined} />
      <div className={styles.row}>
        <span className={styles.name}>{t("models.threshold.title")}</span>
        <Typed value={shown} onChange={threshold.set} />
        {threshold.moved ? (
          <>
            {onSave && <Button size="small" type="primary" icon={<SaveOutlined />} loading={saving} onClick={onSave} data-test="save-threshold">{t("models.threshold.save")}</Button>}
            <Button size="small" onClick={threshold.reset} title={t("models.threshold.saved", { value: format.score(saved) })}>{t("models.threshold.reset")}</Button>
          </>
        ) : (
          <span className={styles.faint}>{t("models.threshold.is_saved")}</span>
        )}
      </div>
      <div className={styles.slider}>
        <Slid value={shown} range={range} onChange={drag} />
      </div>
      <Histogram sweep={sweep} range={range} threshold={threshold.value} saved={saved} onMove={threshold.set} />
      <Verdicts rates={rates} />
      {both && (
        <div className={styles.cost}>
          <span>{t("models.cost.before")}</span>
          <InputNumber size="small" className={styles.costValue} min={0.01} value={cost} aria-label={t("models.cost.label")} onChange={(value) => search.set({ cost: value ? String(value) : undefined })} />
          <span>{t("models.cost.after")}</span>
          <Button size="small" onClick={toCheapest} data-test="cheapest">{t("models.cost.go")}</Button>
          <span className={styles.faint}>{t("models.cost.sum", { sum: format.decimal(rates.escaped * cost + rates.overkilled) })}</span>
        </div>
      )}
    </section>
  );
}

// Both draw themselves twice for each value that they are given. Given one a frame, that is more than React lets pass as
// coming to an end, so they get the threshold when there is time; what a hand does to them they show at once by themselves.

const Typed = memo(function Typed({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const { t } = useTranslation();
  return (
    <InputNumber
      size="small" className={styles.value} min={0} max={1} step={0.001} precision={4} value={value}
      aria-label={t("models.threshold.title")} onChange={(next) => next !== null && onChange(next)}
    />
  );
});

const Slid = memo(function Slid({ value, range, onChange }: { value: number; range: Range; onChange: (value: number) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Slider
      min={range.low} max={range.high} step={(range.high - range.low) / 2000} value={value} onChange={onChange}
      tooltip={{ formatter: (next) => format.score(next ?? 0) }} ariaLabelForHandle={t("models.threshold.title")}
    />
  );
});
