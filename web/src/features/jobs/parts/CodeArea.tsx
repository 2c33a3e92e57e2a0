import { useRef, type KeyboardEvent } from "react";
import { useTranslation } from "@/i18n";
import styles from "./CodeArea.module.css";

type Props = {
  value: string;
  onChange: (text: string) => void;
  label: string;
  /** Fewest lines that are shown. */
  rows?: number;
  /** Lines, from 1, that something is wrong with. */
  marked?: readonly number[];
  wrong?: boolean;
  placeholder?: string;
  name?: string;
  id?: string;
  describedBy?: string;
};

/** A small editor: numbered lines, Tab moves to the right, Escape gives Tab back to the keyboard's way through the page. */
export function CodeArea({ value, onChange, label, rows = 6, marked = [], wrong, placeholder, name, id, describedBy }: Props) {
  const { t } = useTranslation();
  const leaves = useRef(false);
  const count = Math.max(rows, value.split("\n").length);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === "Escape") {
      leaves.current = true;
      return;
    }
    if (event.key !== "Tab" || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey || leaves.current) {
      if (event.key !== "Shift") leaves.current = false;
      return;
    }
    event.preventDefault();
    const area = event.currentTarget;
    const { selectionStart: from, selectionEnd: to } = area;
    onChange(`${value.slice(0, from)}  ${value.slice(to)}`);
    requestAnimationFrame(() => area.setSelectionRange(from + 2, from + 2));
  };
  return (
    <div className={styles.box} data-wrong={wrong || undefined}>
      <pre className={styles.numbers} aria-hidden="true">
        {Array.from({ length: count }, (_, i) => (marked.includes(i + 1) ? <mark key={i}>{`${i + 1}\n`}</mark> : `${i + 1}\n`))}
      </pre>
      <textarea
        className={styles.area} rows={count} value={value} spellCheck={false} autoCapitalize="off" autoCorrect="off" autoComplete="off" wrap="off" id={id} data-test={name}
        placeholder={placeholder} aria-label={label} aria-invalid={wrong || undefined} aria-describedby={describedBy} title={t("jobs.form.editor_keys")}
        onChange={(event) => onChange(event.target.value)} onKeyDown={onKeyDown} onBlur={() => { leaves.current = false; }}
      />
    </div>
  );
}
