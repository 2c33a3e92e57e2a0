import { Checkbox } from "antd";
import type { TableColumnsType } from "antd";
import { SettingOutlined } from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import { recall } from "@/lib/remember";
import { PopPanel, PopRule } from "./PopPanel";
import styles from "./ListLook.module.css";

/** Which columns of a list are shown, and how close its rows stand. Kept in this browser. */
export type Look = { hidden: string[]; compact: boolean };

export function loadLook(name: string, usual: readonly string[] = []): Look {
  try {
    const kept = JSON.parse(recall(`list.${name}`) ?? "null") as Partial<Look> | null;
    return { hidden: Array.isArray(kept?.hidden) ? kept.hidden : [...usual], compact: kept?.compact ?? true };
  } catch {
    return { hidden: [...usual], compact: true };
  }
}

export const keyOf = (column: { key?: unknown }, index: number): string => String(column.key ?? index);

type Props<T> = { columns: TableColumnsType<T>; look: Look; onChange: (look: Look) => void };

export function ListLook<T>({ columns, look, onChange }: Props<T>) {
  const { t } = useTranslation();
  return (
    <PopPanel label={t("common.list.columns")} side="end" up face={<SettingOutlined />}>
      {() => (
        <div className={styles.list}>
          {columns.map((column, index) => {
            const key = keyOf(column, index);
            // The first column names the row, and one without a title holds its buttons: both stay.
            if (index === 0 || typeof column.title !== "string") return null;
            return (
              <Checkbox
                key={key}
                checked={!look.hidden.includes(key)}
                onChange={(event) =>
                  onChange({ ...look, hidden: event.target.checked ? look.hidden.filter((one) => one !== key) : [...look.hidden, key] })
                }
              >
                {column.title}
              </Checkbox>
            );
          })}
          <PopRule />
          <Checkbox checked={look.compact} onChange={(event) => onChange({ ...look, compact: event.target.checked })}>
            {t("common.list.density")}
          </Checkbox>
        </div>
      )}
    </PopPanel>
  );
}
