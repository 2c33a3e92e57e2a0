// Who holds devices of a virtual cluster, how many of them idle, and for how long of late.
import { Input, Segmented, Select, Table } from "antd";
import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { listDeviceUsers, type VirtualCluster } from "@/api/clusters";
import { keys } from "@/api/keys";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { useFormat } from "@/hooks/useFormat";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { unitOf } from "../lib/shares";
import styles from "./parts.module.css";

const AGAIN_MS = 10_000;

/** Who it is; whoever may see all jobs comes to theirs. */
function UserJobs({ name, nickname, cluster }: { name: string; nickname: string; cluster: string | undefined }) {
  const { may } = useSession();
  const text = nickname ? `${name}（${nickname}）` : name;
  return may("job.read") && cluster ? <Link to={`/jobs?scope=all&cluster=${cluster}&owner=${encodeURIComponent(name)}`}>{text}</Link> : <>{text}</>;
}

export function ClusterUsers({ clusters, current }: { clusters: readonly VirtualCluster[]; current: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch();
  const [q, setQ] = useState("");
  const cluster = clusters.find((one) => one.id === search.get("vc")) ?? clusters.find((one) => one.id === current) ?? clusters[0];
  const past = search.get("past") === "yes";
  const asked = { past, ...(q.trim() ? { q: q.trim() } : {}) };
  const query = useQuery({
    queryKey: keys.clusterUse({ users: cluster?.id, ...asked }), queryFn: () => listDeviceUsers(cluster?.id ?? "", asked), enabled: cluster !== undefined, refetchInterval: AGAIN_MS,
    placeholderData: (before) => before,
  });
  const found = query.data;
  const share = (idle: number, held: number) => (held > 0 ? format.percent(idle / held, 0) : "–");
  return (
    <Block title={t("expert.status.users")}>
      <div className={styles.filters}>
        <Select className={styles.pick} value={cluster?.id} options={clusters.map((one) => ({ value: one.id, label: one.name }))} onChange={(vc) => search.set({ vc })} aria-label={t("expert.field.cluster")} data-test="users-cluster" />
        <Segmented value={past ? "past" : "now"} options={[{ value: "now", label: t("expert.users.now") }, { value: "past", label: t("expert.users.past") }]} onChange={(value) => search.set({ past: value === "past" ? "yes" : undefined })} data-test="users-span" />
        <Input className={styles.pick} value={q} allowClear placeholder={t("expert.users.search")} aria-label={t("expert.users.search")} onChange={(event) => setQ(event.target.value)} />
      </div>
      <ErrorNote error={query.error} retry={() => void query.refetch()} />
      {found?.items.length === 0 ? <EmptyState small text={t(past ? "expert.users.none_past" : "expert.users.none")} /> : (
        <Table
          size="small" loading={query.isPending} pagination={{ pageSize: 50, hideOnSinglePage: true }} scroll={{ x: "max-content" }} data-test="device-users"
          dataSource={(found?.items ?? []).map((one) => ({ ...one, key: `${one.user_id}-${one.device}` }))}
          columns={[
            { key: "name", title: t("expert.users.user"), render: (_, one) => <UserJobs name={one.name} nickname={one.nickname} cluster={cluster?.id} /> },
            { key: "device", title: t("expert.field.device"), render: (_, one) => <><code>{one.device}</code> <span className={styles.faint}>{t(`expert.unit.${unitOf(one.device)}`)}</span></> },
            { key: "held", title: t("expert.users.held"), align: "right", className: "number", sorter: (a, b) => a.held - b.held, render: (_, one) => format.count(one.held) },
            { key: "preemptible", title: t("expert.users.preemptible"), align: "right", className: "number", render: (_, one) => format.count(one.preemptible) },
            { key: "idle", title: t("expert.users.idle"), align: "right", className: "number", sorter: (a, b) => a.idle - b.idle, render: (_, one) => format.count(one.idle) },
            { key: "hours", title: t("expert.users.held_hours", { n: found?.days ?? 0 }), align: "right", className: "number", sorter: (a, b) => a.held_hours - b.held_hours, render: (_, one) => format.decimal(one.held_hours, 1) },
            { key: "idle_hours", title: t("expert.users.idle_hours"), align: "right", className: "number", sorter: (a, b) => a.idle_hours - b.idle_hours, render: (_, one) => format.decimal(one.idle_hours, 1) },
            { key: "share", title: t("expert.users.idle_share"), align: "right", className: "number", sorter: (a, b) => a.idle_hours * b.held_hours - b.idle_hours * a.held_hours, render: (_, one) => share(one.idle_hours, one.held_hours) },
          ]}
        />
      )}
      {found && found.total > found.items.length && <p className={styles.quiet}>{t("expert.users.more", { n: found.total - found.items.length })}</p>}
      <p className={styles.quiet}>{t("expert.users.says")}</p>
    </Block>
  );
}
