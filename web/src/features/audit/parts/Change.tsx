import { Button } from "antd";
import type { AuditRow } from "@/api/people";
import { useTranslation } from "@/i18n";
import { changeOf } from "../lib/change";
import { sayField, sayValue } from "../lib/say";
import styles from "./Change.module.css";

type Props = { row: AuditRow; onObject: () => void; onActor: () => void };

/** What a row changed, before and after side by side, and how it can be found again. */
export function Change({ row, onObject, onActor }: Props) {
  const { t } = useTranslation();
  const { lines, unchanged } = changeOf(row.before, row.after);
  return (
    <div className={styles.change} data-test="change">
      {lines.length === 0 && <p className={styles.faint}>{t("audit.change.none")}</p>}
      {lines.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th>{t("audit.change.field")}</th>
              <th>{t("audit.change.before")}</th>
              <th>{t("audit.change.after")}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.field}>
                <th scope="row">{sayField(t, line.field)}</th>
                <td data-side="before">{sayValue(t, line.field, line.before)}</td>
                <td data-side="after">{sayValue(t, line.field, line.after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {unchanged.length > 0 && <p className={styles.faint}>{t("audit.change.same", { names: unchanged.map((field) => sayField(t, field)).join(" · ") })}</p>}
      <p className={styles.faint}>
        {row.request_id && <span>{`${t("audit.change.request")} ${row.request_id}`}</span>}
        <span title={row.hash}>{`${t("audit.change.hash")} ${row.hash.slice(0, 16)}…`}</span>
      </p>
      <div className={styles.actions}>
        {row.object_id && <Button size="small" onClick={onObject} data-test="only-object">{t("audit.change.only_object")}</Button>}
        {row.actor_id && <Button size="small" onClick={onActor}>{t("audit.change.only_actor")}</Button>}
      </div>
    </div>
  );
}
