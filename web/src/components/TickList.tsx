import { useState } from "react";
import { Checkbox, Input } from "antd";
import { useTranslation } from "@/i18n";
import { fits } from "@/lib/fits";
import { EmptyState } from "./EmptyState";
import styles from "./TickList.module.css";

export type Tickable = { id: string; name: string; says?: string; tag?: string; /** Why it cannot be ticked. */ not?: string | undefined };
type Props = { label: string; items: readonly Tickable[]; value: readonly string[]; onChange: (ids: string[]) => void; none: string };

/** A list to tick from; with a search once it is long. */
export function TickList({ label, items, value, onChange, none }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  if (items.length === 0) return <EmptyState small text={none} />;
  const shown = items.filter((item) => fits(`${item.name} ${item.says ?? ""}`, text));
  return (
    <div className={styles.box} role="group" aria-label={label}>
      {items.length > 8 && (
        <Input allowClear value={text} placeholder={t("people.list.search")} aria-label={t("people.list.search")} onChange={(event) => setText(event.target.value)} />
      )}
      <div className={styles.list}>
        {shown.map((item) => (
          <Checkbox
            key={item.id}
            className={styles.item}
            checked={value.includes(item.id)}
            disabled={item.not !== undefined && !value.includes(item.id)}
            onChange={(event) => onChange(event.target.checked ? [...value, item.id] : value.filter((one) => one !== item.id))}
            data-test={`tick-${item.name}`}
          >
            <span className={styles.name}>
              {item.name}
              {item.tag && <span className={styles.tag}>{item.tag}</span>}
            </span>
            {item.says && <span className={styles.says}>{item.says}</span>}
            {item.not && <span className={styles.says}>{item.not}</span>}
          </Checkbox>
        ))}
        {shown.length === 0 && <p className={styles.says}>{t("common.list.none_match")}</p>}
      </div>
    </div>
  );
}
