import { AutoComplete } from "antd";
import { useQuery } from "@tanstack/react-query";
import { listImages } from "@/api/jobs";
import { keys } from "@/api/keys";
import { Field } from "@/components/Field";
import { useTranslation } from "@/i18n";
import { sayCode } from "@/lib/say";
import type { JobForm } from "../lib/form";
import styles from "./JobForm.module.css";

/** In whose container the command runs: one of those that the server has. */
export function ImageField({ form, onChange, wrong }: { form: JobForm; onChange: (part: Partial<JobForm>) => void; wrong: string | undefined }) {
  const { t } = useTranslation();
  const images = useQuery({ queryKey: keys.images(), queryFn: listImages });
  const lacks = images.data?.lacks;
  const words = form.image.trim().toLowerCase();
  const options = (images.data?.items ?? []).filter((name) => name.toLowerCase().includes(words)).slice(0, 50).map((name) => ({ value: name }));
  const hint = lacks ? t("jobs.form.image_lacks", { reason: sayCode(t, lacks.code, lacks.detail, lacks.params) }) : t("jobs.form.image_hint");
  return (
    <Field label={t("jobs.form.image")} hint={hint} wrong={wrong}>
      {(props) => (
        <AutoComplete
          {...props} className={styles.full} allowClear value={form.image} options={options} placeholder={t("jobs.form.image_none")} data-test="image" data-field="image"
          disabled={lacks !== null && lacks !== undefined && form.image === ""} onChange={(image?: string) => onChange({ image: image ?? "" })}
        />
      )}
    </Field>
  );
}
