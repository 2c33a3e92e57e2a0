import { Button, Input, Select } from "antd";
import { DeleteOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { listAllGroups } from "@/api/groups";
import { keys } from "@/api/keys";
import { listAllRoles } from "@/api/roles";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { roleName } from "@/lib/roleName";
import { newRow, type Draft, type DraftRow } from "../lib/draft";
import styles from "./ProviderForm.module.css";

type Props = { draft: Draft; put: (part: Partial<Draft>) => void; write: boolean; wrong: string | undefined };

/** What their groups give here. */
export function Mapping({ draft, put, write, wrong }: Props) {
  const { t } = useTranslation();
  const { may } = useSession();
  const roles = useQuery({ queryKey: [...keys.roles(), "all"], queryFn: listAllRoles, enabled: may("role.read") });
  const groups = useQuery({ queryKey: [...keys.groups(), "all"], queryFn: listAllGroups, enabled: may("user.read") });
  const change = (key: number, part: Partial<DraftRow>) => put({ mapping: draft.mapping.map((row) => (row.key === key ? { ...row, ...part } : row)) });
  const options = [
    { label: t("identity.map.roles"), options: (roles.data ?? []).map((role) => ({ value: `role:${role.id}`, label: roleName(t, role) })) },
    { label: t("identity.map.groups"), options: (groups.data ?? []).map((group) => ({ value: `group:${group.id}`, label: group.name })) },
  ];
  return (
    <div className={styles.rows}>
      <p className={styles.lead}>{t("identity.map.lead")}</p>
      {draft.mapping.map((row) => (
        <div key={row.key} className={styles.row} data-test="mapping-row">
          <Input
            value={row.their_group} disabled={!write} maxLength={500} placeholder={t("identity.map.theirs")} aria-label={t("identity.map.theirs")} spellCheck={false}
            onChange={(event) => change(row.key, { their_group: event.target.value })}
          />
          <span aria-hidden="true">→</span>
          <Select
            value={row.gives || undefined} disabled={!write} options={options} placeholder={t("identity.map.gives")} aria-label={t("identity.map.gives")} showSearch optionFilterProp="label"
            onChange={(gives: string) => change(row.key, { gives })}
          />
          {write && <Button type="text" icon={<DeleteOutlined />} aria-label={t("identity.map.remove")} onClick={() => put({ mapping: draft.mapping.filter((one) => one.key !== row.key) })} />}
        </div>
      ))}
      {wrong && <span className={styles.wrong} role="alert">{wrong}</span>}
      {write && (
        <div className={styles.foot}>
          <Button onClick={() => put({ mapping: [...draft.mapping, newRow()] })} data-test="mapping-add">{t("identity.map.add")}</Button>
        </div>
      )}
    </div>
  );
}
