// Versions of projects' data that a job reads, one a row: which, and where it sees it.
import { Input } from "antd";
import { useTranslation } from "@/i18n";
import { MOST_VERSIONS, usualVersion, type FormVersion, type JobForm } from "../lib/form";
import { Rows } from "./Rows";
import { VersionPick } from "./Things";
import styles from "./JobForm.module.css";

type Props = { form: JobForm; onChange: (changed: Partial<JobForm>) => void; /** What is wrong with one of them, in words. */ wrong: string | undefined };

export function DatasetFields({ form, onChange, wrong }: Props) {
  const { t } = useTranslation();
  const { versions } = form;
  const asked = form.parameters.filter((one) => one.type === "version" && one.name !== "").map((one) => one.name);
  const put = (index: number, changed: Partial<FormVersion>) => onChange({ versions: versions.map((one, i) => (i === index ? { ...one, ...changed } : one)) });
  return (
    <div className={styles.wide} data-field="versions">
      <span className={styles.label}>{t("jobs.form.versions")}</span>
      <Rows
        count={versions.length} add={t("jobs.form.add_version")} name="version" full={versions.length >= MOST_VERSIONS}
        onAdd={() => onChange({ versions: [...versions, { version: "", target: "" }] })} onRemove={(index) => onChange({ versions: versions.filter((_, i) => i !== index) })}
      >
        {(index) => {
          const row = versions[index];
          return row ? (
            <>
              <div className={styles.grow}>
                <VersionPick
                  inner={{ id: `version-${index}`, "aria-describedby": "versions-note", ...(wrong !== undefined && row.version === "" ? { "aria-invalid": true as const, status: "error" as const } : {}) }}
                  label={t("jobs.parameters.pick_version")} parameters={asked} value={row.version} test={`version-${index}`} onChange={(version) => put(index, { version: version ?? "" })}
                />
              </div>
              <Input
                className={styles.variable} value={row.target} maxLength={255} placeholder={usualVersion(index)} aria-label={t("jobs.form.version_target")} data-test={`version-target-${index}`}
                onChange={(event) => put(index, { target: event.target.value })}
              />
            </>
          ) : null;
        }}
      </Rows>
      <span id="versions-note" className={wrong ? styles.wrong : styles.says} role={wrong ? "alert" : undefined}>{wrong ?? t("jobs.form.versions_says", { list: "pictures.csv" })}</span>
    </div>
  );
}
