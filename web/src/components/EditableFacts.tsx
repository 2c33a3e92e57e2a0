import { useState } from "react";
import { Button, Input } from "antd";
import { useTranslation } from "@/i18n";
import { isProblem, Problem } from "@/api/problem";
import { sayCode } from "@/lib/say";
import { ErrorNote } from "./ErrorNote";
import { Field } from "./Field";
import styles from "./EditableFacts.module.css";

export type Fact<K extends string> = { key: K; label: string; hint?: string; longest: number; lines?: boolean; fixed?: boolean };
type Props<K extends string> = {
  facts: readonly Fact<K>[];
  values: Record<K, string>;
  /** Only what was changed. Without it the facts can only be read. */
  onSave?: ((changed: Partial<Record<K, string>>) => Promise<void>) | undefined;
  /** What a refusal means for one of the fields, beside those that the server names itself. */
  fieldOf?: (code: string) => K | undefined;
  onReload?: () => void;
};

/** Facts of a thing, edited where they stand. */
export function EditableFacts<K extends string>({ facts, values, onSave, fieldOf, onReload }: Props<K>) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Record<K, string> | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  if (!draft) {
    return (
      <div className={styles.box}>
        <dl className={styles.facts}>
          {facts.map((fact) => (
            <div key={fact.key} className={styles.fact}>
              <dt>{fact.label}</dt>
              <dd>{values[fact.key] || "–"}</dd>
            </div>
          ))}
        </dl>
        {onSave && <Button onClick={() => setDraft({ ...values })} data-test="edit">{t("common.do.edit")}</Button>}
      </div>
    );
  }

  const close = () => {
    setDraft(null);
    setError(null);
  };
  const save = async () => {
    const changed: Partial<Record<K, string>> = {};
    for (const { key } of facts) if (draft[key].trim() !== values[key]) changed[key] = draft[key].trim();
    if (Object.keys(changed).length === 0) return close();
    setBusy(true);
    setError(null);
    try {
      await onSave?.(changed);
      close();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  const own = error instanceof Problem ? fieldOf?.(error.code) : undefined;
  const wrongOf = (fact: Fact<K>): string | undefined => {
    if (!(error instanceof Problem)) return undefined;
    const code = own === fact.key ? error.code : error.fields[fact.key];
    return code ? [sayCode(t, code, code), fact.hint].filter(Boolean).join(" · ") : undefined;
  };
  const atField = facts.some((fact) => wrongOf(fact));
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !busy) close();
      }}
    >
      {facts.filter((fact) => !fact.fixed).map((fact, index) => (
        <Field key={fact.key} label={fact.label} hint={fact.hint ?? ""} wrong={wrongOf(fact)}>
          {(props) => {
            const common = { ...props, value: draft[fact.key], maxLength: fact.longest, autoFocus: index === 0, "data-test": `fact-${fact.key}` };
            const put = (text: string) => setDraft({ ...draft, [fact.key]: text });
            return fact.lines ? (
              <Input.TextArea {...common} autoSize={{ minRows: 2, maxRows: 6 }} onChange={(event) => put(event.target.value)} />
            ) : (
              <Input {...common} onChange={(event) => put(event.target.value)} />
            );
          }}
        </Field>
      ))}
      {!atField && <ErrorNote error={error} retry={isProblem(error, "precondition.failed") ? () => { onReload?.(); close(); } : undefined} />}
      <div className={styles.foot}>
        <Button type="primary" htmlType="submit" loading={busy} data-test="save">{t("common.do.save")}</Button>
        <Button disabled={busy} onClick={close}>{t("common.do.cancel")}</Button>
      </div>
    </form>
  );
}
