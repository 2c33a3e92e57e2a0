import { useState } from "react";
import { Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import type { Id } from "@/api/contract";
import { keys } from "@/api/keys";
import { listProjects } from "@/api/projects";
import { useTranslation } from "@/i18n";
import { say } from "@/lib/say";

type Props = {
  id?: string;
  value?: Id | null;
  onChange?: (id: Id | null) => void;
  /** The one that one is in. */
  not?: Id;
  placeholder?: string;
  /** None may be chosen, too. */
  clear?: boolean;
  test?: string;
};

/** One project of however many there are, found by a part of its name on the server. */
export function ProjectPick({ id, value, onChange, not, placeholder, clear = false, test }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const query = { limit: 50, sort: "name", ...(name.trim() ? { name: name.trim() } : {}) };
  const { data, error, isFetching } = useQuery({ queryKey: keys.projects(query), queryFn: () => listProjects(query), placeholderData: (before) => before });
  // The name stays with the one that was chosen, also when the list no longer has it.
  const [known, setKnown] = useState<{ value: Id; label: string } | null>(null);
  const found = (data?.items ?? []).filter((one) => one.id !== not).map((one) => ({ value: one.id, label: one.name }));
  const chosen = name === "" && known && known.value === value && !found.some((one) => one.value === value) ? [known] : [];
  return (
    <Select<Id>
      {...(id ? { id } : {})}
      {...(placeholder ? { placeholder } : {})}
      {...(error ? { status: "error" as const, notFoundContent: say(t, error) } : {})}
      showSearch allowClear={clear} filterOption={false} onSearch={setName} loading={isFetching} style={{ width: "100%" }} data-test={test}
      value={value ?? null} options={[...chosen, ...found]}
      onChange={(next?: Id) => {
        setKnown([...chosen, ...found].find((one) => one.value === next) ?? null);
        setName("");
        onChange?.(next ?? null);
      }}
    />
  );
}
