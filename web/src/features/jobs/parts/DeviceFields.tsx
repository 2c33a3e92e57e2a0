import { InputNumber, Select } from "antd";
import type { ClusterLimits } from "@/api/clusters";
import { Field } from "@/components/Field";
import { useTranslation } from "@/i18n";
import { countsOf, freeNow, mostOf, quotaOf, unitOf } from "../lib/devices";
import type { Shown } from "../lib/faults";
import type { JobForm } from "../lib/form";
import styles from "./JobForm.module.css";

type Props = { form: JobForm; onChange: (changed: Partial<JobForm>) => void; limits: ClusterLimits | undefined; wrongOf: (field: Shown) => string | undefined };

/** Which devices and how many, beside what is free and what may be asked for. */
export function DeviceFields({ form, onChange, limits, wrongOf }: Props) {
  const { t } = useTranslation();
  const quotas = (limits?.quotas ?? []).filter((one) => mostOf(one) > 0);
  const quota = quotaOf(limits, form.device);
  const unit = unitOf(form.device);
  const counts = quota ? countsOf(form.device, mostOf(quota)) : null;
  const known = quotas.some((one) => one.device === form.device);
  const lacks = limits && !known ? t(quotas.length === 0 ? "jobs.form.no_devices" : "jobs.form.no_such_device", { cluster: limits.name, device: form.device }) : undefined;
  const rule = counts === null ? "" : counts.kind === "one_of" ? t("jobs.form.counts_one_of", { counts: counts.counts.join(", ") }) : t(`jobs.form.counts_${unit}`, { least: counts.least, most: counts.most });
  const soon = quota && form.devices !== null ? t(freeNow(quota, form.devices) ? "jobs.form.free_now" : "jobs.form.waits_for_devices", { free: quota.available }) : "";
  const pick = (device: string) => {
    const next = quotaOf(limits, device);
    const allowed = next ? countsOf(device, mostOf(next)) : null;
    const now = form.devices ?? 1;
    const fits = allowed === null || (allowed.kind === "one_of" ? allowed.counts.includes(now) : now >= allowed.least && now <= allowed.most);
    onChange({ device, ...(fits ? {} : { devices: 1 }) });
  };
  return (
    <>
      <Field label={t("jobs.form.device")} hint={t("jobs.form.device_hint")} wrong={wrongOf("device") ?? lacks}>
        {(props) => (
          <Select
            {...props} className={styles.full} value={form.device} onChange={pick} data-test="device" popupMatchSelectWidth={false}
            options={[
              ...quotas.map((one) => ({ value: one.device, label: t("jobs.form.device_free", { device: one.device, free: one.available, total: one.quota }) })),
              ...(known ? [] : [{ value: form.device, label: form.device }]),
            ]}
          />
        )}
      </Field>
      <Field label={t(`jobs.form.devices_${unit}`)} hint={[rule, soon].filter(Boolean).join(" · ")} wrong={wrongOf("devices")}>
        {(props) =>
          counts?.kind === "one_of" ? (
            <Select {...props} className={styles.full} value={form.devices} options={counts.counts.map((count) => ({ value: count, label: count }))} onChange={(devices: number) => onChange({ devices })} data-test="devices" />
          ) : (
            <InputNumber
              {...props} className={styles.full} min={counts?.least ?? 0} {...(counts ? { max: Math.max(counts.least, counts.most) } : {})} precision={0} value={form.devices} data-test="devices"
              onChange={(devices) => onChange({ devices })}
            />
          )
        }
      </Field>
    </>
  );
}
