import { useRef } from "react";
import { Button } from "antd";
import { DownloadOutlined, FolderOpenOutlined } from "@ant-design/icons";
import { Block } from "@/components/Block";
import { CopyButton } from "@/components/CopyButton";
import { useTranslation } from "@/i18n";
import { saveText } from "@/lib/csv";
import styles from "../pages/NewJobPage.module.css";

type Props = { text: string; name: string; onOpen: (text: string) => void; onClear: () => void };

/** The file that the form makes: what is submitted, and what `fovea job submit -f` takes. */
export function Preview({ text, name, onOpen, onClear }: Props) {
  const { t } = useTranslation();
  return (
    <aside className={styles.aside}>
      <Block title={t("jobs.preview.title")}>
        <div className={styles.file}>
          <div className={styles.buttons}>
            <CopyButton size="small" text={text} />
            <Button size="small" icon={<DownloadOutlined />} onClick={() => saveText(`${name.trim() || "job"}.yaml`, text, "application/yaml")}>{t("common.do.download")}</Button>
            <OpenFile onOpen={(opened) => onOpen(opened)} />
            <Button size="small" onClick={onClear} data-test="clear">{t("jobs.new.empty")}</Button>
          </div>
          <pre className={styles.preview} tabIndex={0} aria-label={t("jobs.preview.title")} data-test="preview">{text}</pre>
          <p className={styles.says}>{t("jobs.preview.says")} <code>{t("jobs.preview.command")}</code></p>
        </div>
      </Block>
    </aside>
  );
}

/** A job file of this computer. */
export function OpenFile({ onOpen }: { onOpen: (text: string, name: string) => void }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={field} type="file" accept=".yaml,.yml,.json,application/yaml,application/json,text/plain" className={styles.hidden} aria-label={t("jobs.preview.open")} data-test="open-file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          void file?.text().then((text) => onOpen(text, file.name));
        }}
      />
      <Button size="small" icon={<FolderOpenOutlined />} onClick={() => field.current?.click()}>{t("jobs.preview.open")}</Button>
    </>
  );
}
