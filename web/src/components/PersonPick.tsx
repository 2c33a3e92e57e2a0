import { useState } from "react";
import { Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { listUsers } from "@/api/users";
import type { Id } from "@/api/people";
import { useTranslation } from "@/i18n";

type Props = { id?: string; value: Id[]; onChange: (ids: Id[]) => void; one?: boolean; not?: readonly Id[]; label: string };

/** Users, found by a part of name, nickname, mail or phone on the server. */
export function PersonPick({ id, value, onChange, one, not = [], label }: Props) {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const query = { limit: 20, ...(q ? { q } : {}) };
  const { data, isFetching } = useQuery({ queryKey: keys.users({ ...query, pick: true }), queryFn: () => listUsers(query), placeholderData: (before) => before });
  // Names stay with those that were chosen, also when the next search no longer finds them.
  const [known, setKnown] = useState<Record<Id, string>>({});
  const nameOf = (user: { name: string; nickname: string }) => (user.nickname && user.nickname !== user.name ? `${user.nickname} · ${user.name}` : user.name);
  const found = (data?.items ?? []).filter((user) => !not.includes(user.id)).map((user) => ({ value: user.id, label: nameOf(user) }));
  const chosen = value.filter((each) => !found.some((option) => option.value === each)).map((each) => ({ value: each, label: known[each] ?? each }));
  return (
    <Select<Id | Id[]>
      {...(id ? { id } : {})}
      mode={one ? undefined : "multiple"}
      style={{ width: "100%" }}
      aria-label={label}
      placeholder={t("people.pick.person")}
      showSearch
      allowClear
      filterOption={false}
      onSearch={setQ}
      loading={isFetching}
      notFoundContent={t("people.pick.none")}
      value={one ? value[0] : value}
      options={[...found, ...(q ? [] : chosen)]}
      onChange={(next, options) => {
        const picked = [options].flat();
        setKnown((before) => ({ ...before, ...Object.fromEntries(picked.map((option) => [option?.value, option?.label])) }));
        setQ("");
        onChange(next === undefined ? [] : [next].flat());
      }}
      data-test="person-pick"
    />
  );
}
