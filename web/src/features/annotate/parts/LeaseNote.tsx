import { Alert } from "antd";
import { useTranslation } from "@/i18n";
import styles from "./ConflictNote.module.css";

/** Somebody else has this picture open. */
export function LeaseNote({ name }: { name: string }) {
  const { t } = useTranslation();
  return <Alert className={styles.note} type="info" showIcon message={t("annotate.save.leased", { name })} data-test="leased" />;
}
