import { Input } from "antd";
import { Field } from "@/components/Field";
import type { Draft } from "../lib/draft";

export type Part = { draft: Draft; put: (part: Partial<Draft>) => void; write: boolean; wrong: (field: string) => string | undefined };

type Props = { name: string; label: string; hint?: string; value: string; write: boolean; wrong: string | undefined; longest?: number; onChange: (text: string) => void };

/** One line of text of a provider. */
export function TextField({ name, label, hint, value, write, wrong, longest, onChange }: Props) {
  return (
    <Field label={label} hint={hint ?? ""} wrong={wrong}>
      {(props) => <Input {...props} value={value} disabled={!write} maxLength={longest ?? 500} spellCheck={false} autoComplete="off" onChange={(event) => onChange(event.target.value)} data-test={`provider-${name}`} />}
    </Field>
  );
}
