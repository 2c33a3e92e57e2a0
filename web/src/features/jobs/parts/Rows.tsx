import { useRef } from "react";
import { Button, Input } from "antd";
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import type { Variable } from "../lib/form";
import styles from "./JobForm.module.css";

type VariableProps = { rows: readonly Variable[]; onChange: (rows: Variable[]) => void; /** Names that something is wrong with. */ wrong: readonly string[] };

/** Variables by name, one a row. */
export function VariableRows({ rows, onChange, wrong }: VariableProps) {
  const { t } = useTranslation();
  const put = (index: number, changed: Partial<Variable>) => onChange(rows.map((row, i) => (i === index ? { ...row, ...changed } : row)));
  return (
    <Rows count={rows.length} add={t("jobs.form.add_variable")} onAdd={() => onChange([...rows, { name: "", value: "" }])} onRemove={(index) => onChange(rows.filter((_, i) => i !== index))} name="variable">
      {(index) => {
        const row = rows[index];
        return row ? (
          <>
            <Input
              className={styles.variable} value={row.name} maxLength={128} placeholder={t("jobs.form.variable_name")} aria-label={t("jobs.form.variable_name")} data-test={`variable-${index}`}
              {...(wrong.includes(row.name.trim()) ? { status: "error" as const, "aria-invalid": true } : {})} onChange={(event) => put(index, { name: event.target.value })}
            />
            <span aria-hidden="true">{"="}</span>
            <Input.TextArea
              className={styles.grow} value={row.value} autoSize={{ minRows: 1, maxRows: 6 }} placeholder={t("jobs.form.variable_value")} aria-label={t("jobs.form.variable_value_of", { name: row.name })}
              data-test={`value-${index}`} onChange={(event) => put(index, { value: event.target.value })}
            />
          </>
        ) : null;
      }}
    </Rows>
  );
}

/** A program and its arguments, one a row: each is given as it is, without a shell. */
export function WordRows({ words, onChange }: { words: readonly string[]; onChange: (words: string[]) => void }) {
  const { t } = useTranslation();
  const shown = words.length === 0 ? [""] : words;
  return (
    <Rows count={shown.length} add={t("jobs.form.add_argument")} onAdd={() => onChange([...shown, ""])} onRemove={(index) => onChange(shown.filter((_, i) => i !== index))} name="word">
      {(index) => (
        <Input.TextArea
          className={styles.grow} value={shown[index]} autoSize={{ minRows: 1, maxRows: 6 }} data-test={`word-${index}`}
          placeholder={index === 0 ? t("jobs.form.program") : t("jobs.form.argument", { n: index })} aria-label={index === 0 ? t("jobs.form.program") : t("jobs.form.argument", { n: index })}
          onChange={(event) => onChange(shown.map((word, i) => (i === index ? event.target.value : word)))}
        />
      )}
    </Rows>
  );
}

type RowsProps = { count: number; add: string; /** No more can be added. */ full?: boolean; onAdd: () => void; onRemove: (index: number) => void; name: string; children: (index: number) => React.ReactNode };

export function Rows({ count, add, full, onAdd, onRemove, name, children }: RowsProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  // The new row is there after the next drawing; the one before a removed one is what one goes on from.
  const focus = (index: number) => requestAnimationFrame(() => box.current?.querySelectorAll<HTMLElement>("[data-row] input, [data-row] > textarea")[Math.max(0, index)]?.focus());
  return (
    <div className={styles.rows} ref={box}>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={styles.row} data-row>
          {children(index)}
          <Button
            type="text" icon={<DeleteOutlined />} aria-label={t("jobs.form.remove_row", { n: index + 1 })} title={t("jobs.form.remove_row", { n: index + 1 })}
            onClick={() => {
              onRemove(index);
              focus(index - 1);
            }}
          />
        </div>
      ))}
      <Button
        size="small" icon={<PlusOutlined />} disabled={full === true} data-test={`add-${name}`}
        onClick={() => {
          onAdd();
          focus(count);
        }}
      >
        {add}
      </Button>
    </div>
  );
}
