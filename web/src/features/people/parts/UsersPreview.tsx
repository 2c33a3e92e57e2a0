import { CloseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { Tickable } from "@/components/TickList";
import { useTranslation } from "@/i18n";
import { fields, type UsersDraft } from "../lib/rows";
import styles from "./parts.module.css";

type Props = { draft: UsersDraft; roles: readonly Tickable[]; groups: readonly Tickable[]; onChange: (part: Partial<UsersDraft>) => void };

/** All that will be made, once more; roles can still be taken out. */
export function UsersPreview({ draft, roles, groups, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.stack} data-test="preview">
      <div className={styles.table}>
        <table>
          <thead>
            <tr>{fields.map((field) => <th key={field}>{t(`people.field.${field}`)}</th>)}</tr>
          </thead>
          <tbody>
            {draft.rows.map((row) => (
              <tr key={row.key}>{fields.map((field) => <td key={field}>{row[field].trim() || "–"}</td>)}</tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.lead}>{draft.by === "link" ? t("people.wizard.by_link") : t("people.wizard.by_password")}</p>
      <Chosen title={t("people.field.role_ids")} items={roles.filter((one) => draft.roles.includes(one.id))} onRemove={(id) => onChange({ roles: draft.roles.filter((one) => one !== id) })} />
      <Chosen title={t("people.field.group_ids")} items={groups.filter((one) => draft.groups.includes(one.id))} onRemove={(id) => onChange({ groups: draft.groups.filter((one) => one !== id) })} />
    </div>
  );
}

export function Chosen({ title, items, onRemove }: { title: string; items: readonly Tickable[]; onRemove: (id: string) => void }) {
  const { t } = useTranslation();
  if (items.length === 0) return null;
  return (
    <div>
      <h2 className={styles.heading}>{title}</h2>
      {items.map((item) => (
        <div key={item.id} className={styles.rowLine}>
          <strong>{item.name}</strong>
          <span className={`${styles.grow} ${styles.faint}`}>{item.says}</span>
          <Button size="small" type="text" icon={<CloseOutlined />} aria-label={`${t("people.list.remove")} ${item.name}`} onClick={() => onRemove(item.id)} />
        </div>
      ))}
    </div>
  );
}
