import { Input } from "antd";
import type { RowProblem } from "@/api/people";
import { Field } from "@/components/Field";
import { useTranslation } from "@/i18n";
import { sayFound } from "../lib/useFound";
import styles from "./parts.module.css";

type Value = { name: string; description: string };
type Props = { value: Value; found: readonly Pick<RowProblem, "field" | "code">[]; onChange: (part: Partial<Value>) => void; onEnter: () => void };

/** Name and description of a group or role. */
export function TitleFields({ value, found, onChange, onEnter }: Props) {
  const { t } = useTranslation();
  const wrongOf = (field: string) => {
    const row = found.find((one) => one.field === field);
    return row && sayFound(t, row);
  };
  return (
    <div className={styles.form}>
      <Field label={`${t("people.list.name")} *`} hint={t("people.rule.title")} wrong={wrongOf("name")}>
        {(props) => <Input {...props} value={value.name} maxLength={32} autoFocus onChange={(event) => onChange({ name: event.target.value })} onPressEnter={onEnter} data-test="name" />}
      </Field>
      <Field label={t("people.list.description")} hint={t("people.rule.note")} wrong={wrongOf("description")}>
        {(props) => (
          <Input.TextArea {...props} value={value.description} maxLength={200} autoSize={{ minRows: 2, maxRows: 5 }} onChange={(event) => onChange({ description: event.target.value })} data-test="description" />
        )}
      </Field>
    </div>
  );
}
