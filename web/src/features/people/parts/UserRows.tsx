import { useEffect, useRef } from "react";
import { Button, Input, Radio } from "antd";
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import type { RowProblem } from "@/api/people";
import { Field } from "@/components/Field";
import { useTranslation } from "@/i18n";
import { addRow, fields, MOST, sayProblem, type Row, type UsersDraft } from "../lib/rows";
import styles from "./UserRows.module.css";

type Props = {
  draft: UsersDraft;
  problems: readonly RowProblem[];
  onChange: (part: Partial<UsersDraft>) => void;
  /** What was said about a field no longer holds. */
  onTouch: (index: number, field: string) => void;
  onEnter: () => void;
};

const longest = { nickname: 32, name: 32, phone: 32, mail: 254, note: 200 } as const;
const needed = (label: string): string => `${label} *`;

/** One to ten rows of fields, each with what the server says about it. */
export function UserRows({ draft, problems, onChange, onTouch, onEnter }: Props) {
  const { t } = useTranslation();
  const wrongOf = (index: number, field: string) => {
    const found = problems.find((one) => one.index === index && one.field === field);
    return found && sayProblem(t, found);
  };
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (problems.length > 0 && !form.current?.contains(document.activeElement)) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [problems]);
  const put = (index: number, part: Partial<Row>) => {
    for (const field of Object.keys(part)) onTouch(index, field);
    onChange({ rows: draft.rows.map((row, place) => (place === index ? { ...row, ...part } : row)) });
  };
  return (
    <form
      ref={form}
      className={styles.rows}
      onSubmit={(event) => {
        event.preventDefault();
        onEnter();
      }}
    >
      <p className={styles.lead}>{t("people.wizard.lead")}</p>
      <Radio.Group className={styles.by} aria-label={t("people.wizard.start")} value={draft.by} onChange={(event) => onChange({ by: event.target.value as UsersDraft["by"] })}>
        <Radio value="link">{t("people.wizard.by_link")}</Radio>
        <Radio value="password">{t("people.wizard.by_password")}</Radio>
      </Radio.Group>
      {draft.rows.map((row, index) => (
        <fieldset key={row.key} className={styles.row} data-test="user-row" data-first={index === 0 || undefined}>
          <legend className="visually-hidden">{t("people.wizard.row", { n: index + 1 })}</legend>
          {fields.map((field) => (
            <Field key={field} label={field === "name" ? needed(t("people.field.name")) : t(`people.field.${field}`)} wrong={wrongOf(index, field)}>
              {(props) => (
                <Input
                  {...props} value={row[field]} maxLength={longest[field]} autoComplete="off" autoFocus={index === draft.rows.length - 1 && field === "nickname"}
                  onChange={(event) => put(index, { [field]: event.target.value })} data-test={`row-${field}`}
                />
              )}
            </Field>
          ))}
          {draft.by === "password" && (
            <Field label={needed(t("people.field.password"))} wrong={wrongOf(index, "password")}>
              {(props) => (
                <Input.Password {...props} value={row.password} maxLength={128} autoComplete="new-password" onChange={(event) => put(index, { password: event.target.value })} data-test="row-password" />
              )}
            </Field>
          )}
          <Button
            className={styles.remove} type="text" icon={<DeleteOutlined />} disabled={draft.rows.length === 1} aria-label={t("people.wizard.remove_row", { n: index + 1 })}
            onClick={() => {
              for (const field of [...fields, "password"]) for (let place = index; place < draft.rows.length; place += 1) onTouch(place, field);
              onChange({ rows: draft.rows.filter((_, place) => place !== index) });
            }}
          />
        </fieldset>
      ))}
      <div>
        <Button icon={<PlusOutlined />} disabled={draft.rows.length >= MOST} onClick={() => onChange({ rows: addRow(draft.rows) })} data-test="add-row">
          {t("people.wizard.add_row")}
        </Button>
      </div>
      {/* Enter in any field goes on. */}
      <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
    </form>
  );
}
