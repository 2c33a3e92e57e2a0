import { useRef, useState } from "react";
import { Alert, Button } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";
import { importUsers } from "@/api/users";
import type { BatchAnswer, RowProblem } from "@/api/people";
import { ErrorNote } from "@/components/ErrorNote";
import { PageHead } from "@/components/PageHead";
import { useTranslation } from "@/i18n";
import { csv, saveText } from "@/lib/csv";
import { asUtf8 } from "../lib/csv";
import { sayProblem } from "../lib/rows";
import { InvitationLinks } from "../parts/InvitationLinks";
import styles from "../parts/parts.module.css";

const columns = ["name", "nickname", "phone", "mail", "note", "role_ids", "group_ids"] as const;
type Column = (typeof columns)[number];
const isColumn = (field: string): field is Column => (columns as readonly string[]).includes(field);

export function ImportUsersPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [table, setTable] = useState<{ name: string; body: Blob } | null>(null);
  const [checked, setChecked] = useState<Pick<BatchAnswer, "rows" | "total"> | null>(null);
  const check = useMutation({ mutationFn: (body: Blob) => importUsers(body, true), onSuccess: setChecked });
  const run = useMutation({
    mutationFn: (body: Blob) => importUsers(body, false),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.people }),
    // Somebody took a name since the check: nothing was made, and the rows are named again.
    onError: (error) => {
      if (isProblem(error, "request.rows") && Array.isArray(error.params.rows)) setChecked({ rows: error.params.rows as RowProblem[], total: checked?.total ?? 0 });
    },
  });
  const choose = async (file: File | undefined) => {
    if (!file) return;
    const body = await asUtf8(file);
    setTable({ name: file.name, body });
    setChecked(null);
    run.reset();
    check.mutate(body);
  };
  const bad = new Set(checked?.rows.map((row) => row.index)).size;
  return (
    <>
      <PageHead title={t("people.import.title")} sub={t("people.import.lead")} above={[{ to: "/admin/users", text: t("people.users.title") }]} />
      <div className="page">
        {run.data ? (
          <section className={styles.stack}>
            <h2 className={styles.heading}>{t("people.wizard.made", { n: run.data.made.length })}</h2>
            <InvitationLinks made={run.data.made} />
            <div>
              <Button type="primary" onClick={() => void navigate("/admin/users")}>{t("people.links.done")}</Button>
            </div>
          </section>
        ) : (
          <section className={styles.stack}>
            <p className={styles.lead}>{t("people.import.columns")}</p>
            <div
              className={styles.actions}
              onDragOver={(event) => event.preventDefault()}
              onDrop={(event) => {
                event.preventDefault();
                void choose(event.dataTransfer.files[0]);
              }}
            >
              <input
                ref={input} type="file" accept=".csv,text/csv" hidden data-test="table"
                onChange={(event) => {
                  void choose(event.target.files?.[0]);
                  event.target.value = "";
                }}
              />
              <Button type={checked?.rows.length === 0 ? "default" : "primary"} loading={check.isPending} onClick={() => input.current?.click()}>{t("people.import.choose")}</Button>
              <Button onClick={() => saveText("users.csv", csv([columns.map((one) => t(`people.field.${one}`))]))}>{t("people.import.template")}</Button>
              {table && <span className={styles.soft}>{t("people.import.file", { name: table.name })}</span>}
            </div>
            <ErrorNote error={check.error ?? (isProblem(run.error, "request.rows") ? null : run.error)} />
            {checked && checked.rows.length === 0 && table && (
              <>
                <Alert type="success" showIcon message={t("people.import.fine", { n: checked.total })} />
                <div>
                  <Button type="primary" loading={run.isPending} disabled={checked.total === 0} onClick={() => run.mutate(table.body)} data-test="import">
                    {t("people.import.run", { n: checked.total })}
                  </Button>
                </div>
              </>
            )}
            {checked && checked.rows.length > 0 && (
              <>
                <Alert type="error" showIcon message={t("people.import.bad", { n: bad, total: checked.total })} />
                <div className={styles.table} data-test="bad-rows">
                  <table>
                    <thead>
                      <tr>
                        <th>{t("people.import.line")}</th>
                        <th>{t("people.import.column")}</th>
                        <th>{t("people.import.problem")}</th>
                      </tr>
                    </thead>
                    <tbody>
                      {checked.rows.map((row, index) => (
                        <tr key={index}>
                          {/* As the spreadsheet counts: its first row is the head. */}
                          <td>{row.index + 2}</td>
                          <td>{isColumn(row.field) ? t(`people.field.${row.field}`) : row.field}</td>
                          <td>{sayProblem(t, row)}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              </>
            )}
          </section>
        )}
      </div>
    </>
  );
}
