import { Alert, Button, Space } from "antd";
import { useTranslation } from "@/i18n";
import styles from "./ConflictNote.module.css";

/** Two people labelled the same picture: say so, and let this one decide. */
export function ConflictNote({ onReload, onOverwrite }: { onReload: () => void; onOverwrite: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert
      className={styles.note}
      type="warning"
      showIcon
      message={t("annotate.save.conflict")}
      action={
        <Space>
          <Button size="small" type="primary" onClick={onReload}>{t("annotate.save.reload")}</Button>
          <Button size="small" onClick={onOverwrite}>{t("annotate.save.overwrite")}</Button>
        </Space>
      }
    />
  );
}
