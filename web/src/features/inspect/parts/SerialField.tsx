import { Input } from "antd";
import { useTranslation } from "@/i18n";
import styles from "./SerialField.module.css";

/** A part by its number, typed or scanned; the hand is free for the verdict's key afterwards. */
export function SerialField({ value, onChange }: { value: string | undefined; onChange: (value: string | undefined) => void }) {
  const { t } = useTranslation();
  return (
    <Input.Search
      key={value ?? ""} size="small" allowClear className={styles.serial} defaultValue={value} placeholder={t("inspect.filter.serial")}
      aria-label={t("inspect.recheck.by_serial")} data-test="recheck-serial"
      onSearch={(text) => {
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        onChange(text.trim() || undefined);
      }}
    />
  );
}
