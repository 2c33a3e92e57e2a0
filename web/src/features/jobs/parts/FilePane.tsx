import { Alert, Button } from "antd";
import { DownloadOutlined, FormOutlined } from "@ant-design/icons";
import { Block } from "@/components/Block";
import { CopyButton } from "@/components/CopyButton";
import { ErrorNote } from "@/components/ErrorNote";
import { useTranslation } from "@/i18n";
import { saveText } from "@/lib/csv";
import { sayFault } from "../lib/faults";
import type { Fault } from "../lib/file";
import { CodeArea } from "./CodeArea";
import { OpenFile } from "./Preview";
import styles from "../pages/NewJobPage.module.css";

type Props = { text: string; faults: readonly Fault[]; error: unknown; onChange: (text: string) => void; onForm: () => void; /** To the form all the same, without what it cannot hold. */ onForce?: () => void };

/** The job file itself: written, pasted or opened; submitted as it stands there. */
export function FilePane({ text, faults, error, onChange, onForm, onForce }: Props) {
  const { t } = useTranslation();
  return (
    <Block title={t("jobs.preview.title")}>
      <div className={styles.file}>
        <p className={styles.says}>{t("jobs.file.says")}</p>
        <div className={styles.buttons}>
          <CopyButton size="small" text={text} />
          <Button size="small" icon={<DownloadOutlined />} onClick={() => saveText("job.yaml", text, "application/yaml")}>{t("common.do.download")}</Button>
          <OpenFile onOpen={(opened) => onChange(opened)} />
          <Button size="small" icon={<FormOutlined />} onClick={onForm} data-test="to-form">{t("jobs.file.to_form")}</Button>
        </div>
        {faults.length > 0 ? (
          <Alert
            type="error" showIcon message={t("jobs.file.faults", { n: faults.length })} data-test="file-faults"
            description={
              <ul className={styles.faults}>
                {faults.map((fault, index) => (
                  <li key={index}>
                    {fault.field === "-"
                      ? t("jobs.file.at_line", { line: fault.line ?? 1, says: sayFault(t, fault, error) })
                      : fault.line === null
                        ? t("jobs.file.at_field", { field: fault.field, says: sayFault(t, fault, error) })
                        : t("jobs.file.at_both", { line: fault.line, field: fault.field, says: sayFault(t, fault, error) })}
                  </li>
                ))}
              </ul>
            }
            action={onForce && <Button size="small" onClick={onForce} data-test="force-form">{t("jobs.file.force")}</Button>}
          />
        ) : (
          <ErrorNote error={error} />
        )}
        <CodeArea value={text} onChange={onChange} label={t("jobs.preview.title")} rows={20} marked={faults.flatMap((fault) => fault.line ?? [])} wrong={faults.length > 0} name="file-text" />
      </div>
    </Block>
  );
}
