import { InputNumber } from "antd";
import { Field } from "@/components/Field";
import { useTranslation } from "@/i18n";
import { minutesOf, secondsOfMinutes, type IdleTimes } from "../lib/draft";
import styles from "./parts.module.css";

type Props = { value: IdleTimes; onChange: (value: IdleTimes) => void; /** What is wrong with a field, in words. */ wrong: (field: keyof IdleTimes) => string | undefined };

/** After how many minutes without use a job's owner is warned, and the job is paused; empty: never. */
export function IdleFields({ value, onChange, wrong }: Props) {
  const { t } = useTranslation();
  const input = (field: keyof IdleTimes) => (props: object) => (
    <InputNumber
      {...props} className={styles.hours} min={1} max={525_600} precision={0} value={minutesOf(value[field])} addonAfter={t("clusters.unit.minute")}
      placeholder={t("clusters.idle.never")} onChange={(minutes) => onChange({ ...value, [field]: secondsOfMinutes(minutes) })} data-test={field}
    />
  );
  return (
    <>
      <Field label={t("clusters.idle.warn")} hint={t("clusters.idle.warn_hint")} wrong={wrong("idle_warn_s")}>{input("idle_warn_s")}</Field>
      <Field label={t("clusters.idle.pause")} hint={t("clusters.idle.pause_hint")} wrong={wrong("idle_pause_s")}>{input("idle_pause_s")}</Field>
    </>
  );
}
