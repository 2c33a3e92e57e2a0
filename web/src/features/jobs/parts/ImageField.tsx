import { AutoComplete } from "antd";
import { useQuery } from "@tanstack/react-query";
import { listImages } from "@/api/jobs";
import { keys } from "@/api/keys";
import { Field } from "@/components/Field";
import { useTranslation } from "@/i18n";
import { sayCode } from "@/lib/say";
import type { JobForm } from "../lib/form";
import { engineOf, groupedImages } from "../lib/images";
import styles from "./JobForm.module.css";

/** In whose container the command runs: an engine for the chosen devices, one that the server has, or any other name. */
export function ImageField({ form, onChange, wrong }: { form: JobForm; onChange: (part: Partial<JobForm>) => void; wrong: string | undefined }) {
  const { t } = useTranslation();
  const images = useQuery({ queryKey: keys.images(), queryFn: listImages });
  const lacks = images.data?.lacks;
  const all = images.data?.items ?? [];
  const chosen = all.find((one) => one.image === form.image.trim());
  // What is chosen is not searched for: one sees what else there is.
  const options = groupedImages(all, form.device, chosen ? "" : form.image).map(({ group, images: some }) => ({
    label: t(`jobs.form.image_group.${group}`),
    options: some.map((one) => ({ value: one.image, label: <span title={one.description || undefined}>{engineOf(one) && <strong>{engineOf(one)}</strong>} <code>{one.image}</code></span> })),
  }));
  const about = chosen && [engineOf(chosen), chosen.description].filter(Boolean).join(" · ");
  const other = chosen && chosen.devices.length > 0 && groupedImages([chosen], form.device, "").length === 0;
  const hint = lacks ? t("jobs.form.image_lacks", { reason: sayCode(t, lacks.code, lacks.detail, lacks.params) }) : other ? t("jobs.form.image_other", { devices: chosen.devices.join(", ") }) : about || t("jobs.form.image_hint");
  return (
    <Field label={t("jobs.form.image")} hint={hint} wrong={wrong}>
      {(props) => (
        <AutoComplete
          {...props} className={styles.full} allowClear value={form.image} options={options} placeholder={t("jobs.form.image_none")} data-test="image" data-field="image" popupMatchSelectWidth={false}
          disabled={lacks !== null && lacks !== undefined && form.image === ""} onChange={(image?: string) => onChange({ image: image ?? "" })}
        />
      )}
    </Field>
  );
}
