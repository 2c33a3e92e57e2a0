import { useState } from "react";
import { Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { listAnnotators, type Annotator } from "@/api/annotating";
import { keys } from "@/api/keys";
import type { Id } from "@/api/contract";
import { useTranslation } from "@/i18n";

type Props = { id?: string; value: readonly Id[]; onChange: (ids: Id[]) => void; not?: Id | null; label: string; status?: "error" | undefined };

const nameOf = (one: Annotator) => (one.nickname && one.nickname !== one.name ? `${one.nickname} · ${one.name}` : one.name);

/** Whoever may annotate, found by a part of the name on the server. */
export function AnnotatorPick({ id, value, onChange, not, label, status }: Props) {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const { data, isFetching } = useQuery({ queryKey: keys.annotators(q), queryFn: () => listAnnotators({ limit: 20, ...(q ? { q } : {}) }), placeholderData: (before) => before });
  // Names stay with those that were chosen, also when the next search no longer finds them.
  const [known, setKnown] = useState<Record<Id, string>>({});
  const found = (data?.items ?? []).filter((one) => one.id !== not).map((one) => ({ value: one.id, label: nameOf(one) }));
  const chosen = value.filter((each) => !found.some((option) => option.value === each)).map((each) => ({ value: each, label: known[each] ?? each }));
  return (
    <Select<Id[]>
      {...(id ? { id } : {})}
      {...(status ? { status } : {})}
      mode="multiple" style={{ width: "100%" }} aria-label={label} placeholder={t("annotate.new.pick")} showSearch allowClear filterOption={false}
      onSearch={setQ} loading={isFetching} notFoundContent={t("annotate.new.nobody")} value={[...value]} options={[...found, ...(q ? [] : chosen)]}
      onChange={(next, options) => {
        const picked = [options].flat();
        setKnown((before) => ({ ...before, ...Object.fromEntries(picked.map((option) => [option?.value, option?.label])) }));
        setQ("");
        onChange(next);
      }}
      data-test="annotators"
    />
  );
}
