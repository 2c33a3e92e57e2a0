import { InputNumber, Segmented, Select } from "antd";
import type { ClusterLimits } from "@/api/clusters";
import { Field } from "@/components/Field";
import { useTranslation, type T } from "@/i18n";
import { useFormat } from "@/hooks/useFormat";
import { countsOf, limitsOf, mostNodes, nearest, offered, unitOf, type Counts } from "../lib/devices";
import { saidBy, soonOf } from "../lib/outlook";
import type { Shown } from "../lib/faults";
import type { JobForm } from "../lib/form";
import styles from "./JobForm.module.css";

type Props = { form: JobForm; onChange: (changed: Partial<JobForm>) => void; limits: ClusterLimits | undefined; wrongOf: (field: Shown) => string | undefined };

/** Which devices and how many, on one node or on several, beside what is free and what may be asked for. */
export function DeviceFields({ form, onChange, limits, wrongOf }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const all = offered(limits);
  const own = limitsOf(limits, form.device);
  const unit = unitOf(form.device);
  const counts = own ? countsOf(own, form.distributed) : null;
  const lacks = limits && !own ? t(all.length === 0 ? "jobs.form.no_devices" : "jobs.form.no_such_device", { cluster: limits.name, device: form.device }) : undefined;
  const change = (changed: { device?: string; distributed?: boolean }) => {
    const [device, distributed] = [changed.device ?? form.device, changed.distributed ?? form.distributed];
    const next = limitsOf(limits, device);
    const devices = next ? nearest(countsOf(next, distributed), form.devices ?? 1) : form.devices;
    onChange({ ...changed, devices, ...(distributed ? { nodes: form.nodes ?? 2 } : {}) });
  };
  return (
    <>
      <Field label={t("jobs.form.device")} hint={t("jobs.form.device_hint")} wrong={wrongOf("device") ?? lacks}>
        {(props) => (
          <Select
            {...props} className={styles.full} value={form.device} onChange={(device: string) => change({ device })} data-test="device" popupMatchSelectWidth={false}
            options={[
              ...all.map((one) => ({ value: one.device, label: t("jobs.form.device_free", { device: one.device, free: Math.min(one.free, one.left_to_vc), total: one.quota }) })),
              ...(own ? [] : [{ value: form.device, label: form.device }]),
            ]}
          />
        )}
      </Field>
      <Field label={t("jobs.form.extent")} hint={own?.distributed_lacks ? t("jobs.form.no_spread", { why: saidBy(t, own.distributed_lacks) }) : t("jobs.form.extent_hint")} wrong={wrongOf("extent")}>
        {({ id, "aria-describedby": describedBy }) => (
          <Segmented
            id={id} aria-describedby={describedBy} value={form.distributed ? "distributed" : "regular"} data-test="extent"
            onChange={(value) => change({ distributed: value === "distributed" })}
            options={[
              { value: "regular", label: t("jobs.form.extent_regular") },
              { value: "distributed", label: <span data-test="distributed">{t("jobs.form.extent_distributed")}</span>, disabled: own !== undefined && own.distributed === null && !form.distributed },
            ]}
          />
        )}
      </Field>
      {form.distributed && (
        <Field label={t("jobs.form.nodes")} hint={own ? t("jobs.form.nodes_most", { most: mostNodes(own, form.devices) }) : ""} wrong={wrongOf("nodes")}>
          {(props) => <InputNumber {...props} className={styles.full} min={1} max={64} precision={0} value={form.nodes} data-test="nodes" onChange={(nodes) => onChange({ nodes })} />}
        </Field>
      )}
      <Field
        label={form.distributed ? `${t(`jobs.form.devices_${unit}`)} · ${t("jobs.form.per_node")}` : t(`jobs.form.devices_${unit}`)} hint={[ruleOf(t, counts, unit), soonOf(t, format, limits, form)].filter(Boolean).join(" · ")}
        wrong={wrongOf("devices")}
      >
        {(props) =>
          counts?.kind === "one_of" ? (
            <Select
              {...props} className={styles.full} value={form.devices} options={counts.counts.map((count) => ({ value: count, label: count }))} onChange={(devices: number) => onChange({ devices })}
              disabled={counts.counts.length === 1 && counts.counts[0] === form.devices} data-test="devices"
            />
          ) : (
            <InputNumber
              {...props} className={styles.full} min={counts?.least ?? 0} {...(counts ? { max: Math.max(counts.least, counts.most) } : {})} precision={0} value={form.devices} data-test="devices"
              onChange={(devices) => onChange({ devices })}
            />
          )
        }
      </Field>
      {form.distributed && (
        <Field label={t("jobs.form.all_devices")} hint={t("jobs.form.all_devices_hint")}>
          {(props) => <InputNumber {...props} className={styles.full} value={(form.nodes ?? 0) * (form.devices ?? 0)} readOnly data-test="all-devices" />}
        </Field>
      )}
    </>
  );
}

function ruleOf(t: T, counts: Counts | null, unit: "core" | "card"): string {
  if (counts === null) return "";
  return counts.kind === "one_of" ? t("jobs.form.counts_one_of", { counts: counts.counts.join(", ") }) : t(`jobs.form.counts_${unit}`, { least: counts.least, most: counts.most });
}
