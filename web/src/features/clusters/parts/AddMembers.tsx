import { useState } from "react";
import { Modal, Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { listCandidates, type VirtualCluster } from "@/api/clusters";
import { keys } from "@/api/keys";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { useTranslation } from "@/i18n";
import styles from "./parts.module.css";

type Props = { cluster: VirtualCluster; onClose: () => void; onDone: (users: string[], groups: string[]) => Promise<unknown> };

/** Picks users and groups; who administers a virtual cluster may find them here without any other right. */
export function AddMembers({ cluster, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const [users, setUsers] = useState<string[]>([]);
  const [groups, setGroups] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  // Names stay with those that were chosen, also when the next search no longer finds them.
  const [known, setKnown] = useState<Record<string, string>>({});
  const found = useQuery({ queryKey: keys.candidates(cluster.id, q), queryFn: () => listCandidates(cluster.id, q), placeholderData: (before) => before });
  const options = (all: { value: string; label: string }[], chosen: string[]) => [
    ...all,
    ...chosen.filter((id) => !all.some((one) => one.value === id)).map((id) => ({ value: id, label: known[id] ?? id })),
  ];
  const people = (found.data?.users ?? []).map((one) => ({ value: one.id, label: one.nickname ? `${one.nickname} · ${one.name}` : one.name }));
  const teams = (found.data?.groups ?? []).filter((one) => !cluster.groups.some((own) => own.id === one.id)).map((one) => ({ value: one.id, label: one.name }));
  const pick = (set: (ids: string[]) => void) => (ids: string[], picked: unknown) => {
    const pairs = ([picked].flat() as { value?: string; label?: string }[]).flatMap((one) => (one.value ? [[one.value, one.label ?? one.value] as const] : []));
    setKnown((before) => ({ ...before, ...Object.fromEntries(pairs) }));
    setQ("");
    set(ids);
  };
  const done = async () => {
    setBusy(true);
    try {
      await onDone(users, groups);
    } finally {
      onClose();
    }
  };
  const common = { mode: "multiple" as const, showSearch: true, filterOption: false as const, onSearch: setQ, loading: found.isFetching, notFoundContent: t("clusters.members.nobody") };
  return (
    <Modal
      open title={t("clusters.members.add")} okText={t("clusters.members.add")} cancelText={t("common.do.cancel")} onCancel={onClose} onOk={() => void done()}
      okButtonProps={{ disabled: users.length + groups.length === 0, loading: busy }}
    >
      <div className={styles.stack}>
        <ErrorNote error={found.error} />
        <Field label={t("clusters.members.users")}>
          {(props) => <Select {...props} {...common} style={{ width: "100%" }} value={users} options={options(people, users)} onChange={pick(setUsers)} data-test="pick-users" />}
        </Field>
        <Field label={t("clusters.members.groups")}>
          {(props) => <Select {...props} {...common} style={{ width: "100%" }} value={groups} options={options(teams, groups)} onChange={pick(setGroups)} data-test="pick-groups" />}
        </Field>
      </div>
    </Modal>
  );
}
