import { useTranslation } from "@/i18n";
import styles from "./Loading.module.css";

/** A quiet line at the top; nothing moves when the content comes. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <div className={styles.loading} role="status">
      <span className={styles.bar} />
      <span className="visually-hidden">{t("common.loading")}</span>
    </div>
  );
}
