import { InputNumber } from "antd";
import { Field } from "@/components/Field";
import { useTranslation } from "@/i18n";
import { hoursOf, secondsOf } from "../lib/draft";
import styles from "./parts.module.css";

/** Hours that a job may run; empty: no end. */
export function LongestRun({ value, onChange, wrong }: { value: number | null; onChange: (seconds: number | null) => void; wrong?: string | undefined }) {
  const { t } = useTranslation();
  return (
    <Field label={t("clusters.field.longest_run")} hint={t("clusters.longest.hint")} wrong={wrong}>
      {(props) => (
        <InputNumber
          {...props} className={styles.hours} min={0.02} max={8760} step={1} value={hoursOf(value)} addonAfter={t("clusters.unit.hour")}
          placeholder={t("clusters.longest.none")} onChange={(hours) => onChange(secondsOf(hours))} data-test="longest-run"
        />
      )}
    </Field>
  );
}
