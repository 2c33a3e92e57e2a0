import { useState } from "react";
import { Button, Tabs } from "antd";
import { useQuery } from "@tanstack/react-query";
import { getClusterState, listClusters, type ClusterNode, type VirtualCluster } from "@/api/clusters";
import { everyPage } from "@/api/everyPage";
import { keys } from "@/api/keys";
import { Bar } from "@/components/Bar";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { FilterChips } from "@/components/FilterChips";
import { ListTable } from "@/components/ListTable";
import { OpenLink } from "@/components/OpenLink";
import { PageHead } from "@/components/PageHead";
import { SearchBox } from "@/components/SearchBox";
import { useCluster } from "@/hooks/useCluster";
import { useFormat } from "@/hooks/useFormat";
import { usePaged } from "@/hooks/usePaged";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { totals } from "../lib/shares";
import { ClusterUsers } from "../parts/ClusterUsers";
import { DeviceChart } from "../parts/DeviceChart";
import { EngineImages } from "../parts/EngineImages";
import { NodeCard } from "../parts/NodeCard";
import { UseOverTime } from "../parts/UseOverTime";
import styles from "../parts/parts.module.css";

const AGAIN_MS = 10_000;
const query = { sort: "name", limit: 200 };

const VIEWS = ["clusters", "users", "over", "nodes", "images"] as const;

/** What the cluster has, and who has how much of it. */
export function ClusterStatusPage() {
  const { t } = useTranslation();
  const { may } = useSession();
  const search = useSearch();
  const whole = may("cluster.read");
  const { current } = useCluster();
  const views = VIEWS.filter((one) => (one === "nodes" ? whole : one === "images" ? may("image.read") : true));
  const view = views.find((one) => one === search.get("view")) ?? "clusters";
  const clusters = useQuery({ queryKey: keys.clusterUse({ names: true }), queryFn: () => everyPage((at) => listClusters({ ...query, ...at })), enabled: view === "users" || view === "over" });
  return (
    <>
      <PageHead title={t("expert.status.title")} sub={t(whole ? "expert.status.lead" : "expert.status.lead_own")}>
        <Tabs
          className={styles.tabs} activeKey={view} onChange={(key) => search.set({ view: key === "clusters" ? undefined : key, past: undefined, span: undefined, q: undefined, takes: undefined })}
          items={views.map((key) => ({ key, label: <span data-test={`view-${key}`}>{t(`expert.status.${key}`)}</span> }))}
        />
      </PageHead>
      <div className="page">
        {view === "clusters" && <Clusters />}
        {view === "nodes" && <Nodes />}
        {view === "images" && <EngineImages />}
        <ErrorNote error={clusters.error} retry={() => void clusters.refetch()} />
        {view === "users" && clusters.data && <ClusterUsers clusters={clusters.data.items} current={current?.id} />}
        {view === "over" && clusters.data && <UseOverTime clusters={clusters.data.items} current={current?.id} whole={whole} />}
      </div>
    </>
  );
}

function Clusters() {
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch();
  const q = search.get("q");
  const asked = { ...query, ...(q ? { q } : {}) };
  const list = usePaged<VirtualCluster>(keys.clusterUse({ ...asked, paged: true }), (cursor, signal) => listClusters({ ...asked, ...(cursor ? { cursor } : {}) }, signal), { every: AGAIN_MS });
  const all = totals(list.items);
  return (
    <>
      {q === undefined && all.length > 0 && <Block title={t("expert.status.all")}><DeviceChart uses={all} name={t("expert.status.title")} /></Block>}
      {(q !== undefined || list.items.length > 1) && <div className={styles.filters}><SearchBox search={search} label={t("clusters.list.search")} /></div>}
      <ListTable<VirtualCluster>
        name="cluster-status" list={list}
        empty={q ? <EmptyState text={t("common.list.none_match")} action={<Button onClick={() => search.set({ q: undefined })}>{t("common.list.clear_filters")}</Button>} /> : <EmptyState text={t("expert.home.no_cluster")} />}
        columns={[
          { key: "name", title: t("expert.field.cluster"), render: (_, one) => <OpenLink to={`/virtual-clusters/${one.id}`}>{one.name}</OpenLink> },
          {
            key: "use", title: t("expert.field.use"),
            render: (_, one) =>
              one.quotas.length === 0 ? "–" : one.quotas.map((quota) => (
                <div key={quota.device} className={styles.device}>
                  <code>{quota.device}</code>
                  <span style={{ width: 90 }}><Bar share={quota.quota > 0 ? quota.used / quota.quota : 0} label={`${quota.device}: ${quota.used} / ${quota.quota}`} /></span>
                  <span className={styles.faint}>{t("expert.use.says", { device: "", used: quota.used, available: quota.available, lost: quota.unschedulable }).trim()}{quota.used_preemptible > 0 && <> · {t("expert.use.preemptible", { n: quota.used_preemptible })}</>}</span>
                </div>
              )),
          },
          { key: "quota", title: t("expert.field.quota"), align: "right", className: "number", render: (_, one) => one.quotas.length === 0 ? "–" : one.quotas.map((quota) => <div key={quota.device} className={styles.beside}>{quota.quota}</div>) },
          { key: "per_user", title: t("expert.field.per_user"), align: "right", className: "number", render: (_, one) => one.quotas.length === 0 ? "–" : one.quotas.map((quota) => <div key={quota.device} className={styles.beside}>{quota.per_user}</div>) },
          { key: "jobs", title: t("expert.field.jobs"), align: "right", className: "number", render: (_, one) => format.count(one.jobs) },
          { key: "members", title: t("expert.field.members"), align: "right", className: "number", render: (_, one) => (one.open ? t("clusters.members.everybody") : format.count(one.members)) },
          { key: "longest", title: t("expert.field.longest"), render: (_, one) => (one.longest_run_s === null ? t("clusters.longest.none") : format.duration(one.longest_run_s)) },
        ]}
      />
    </>
  );
}

/** Cards of nodes that are drawn at a time. */
const NODES = 60;

/** By words in its name, its marks and the names of jobs on it that one may know. */
function isFound(node: ClusterNode, words: string): boolean {
  const all = [node.name, ...Object.entries(node.labels).map(([name, value]) => `${name}=${value}`), ...node.uses.map((use) => use.name ?? "")];
  return all.some((one) => one.toLowerCase().includes(words.toLowerCase()));
}

function Nodes() {
  const { t } = useTranslation();
  const search = useSearch();
  const [most, setMost] = useState(NODES);
  const words = search.get("q") ?? "";
  const takes = (["yes", "no"] as const).find((one) => one === search.get("takes"));
  const state = useQuery({ queryKey: keys.clusterUse({ nodes: true }), queryFn: getClusterState, refetchInterval: AGAIN_MS });
  const all = state.data?.nodes ?? [];
  const found = all.filter((node) => isFound(node, words) && (takes === undefined || (takes === "yes") === node.schedulable));
  return (
    <>
      <ErrorNote error={state.error} retry={() => void state.refetch()} />
      <Block title={t("expert.status.devices")}>
        <dl className={styles.facts}>
          {(state.data?.items ?? []).flatMap((one) => [
            <dt key={one.device}><code>{one.device}</code></dt>,
            <dd key={`${one.device}-n`}>
              {t("expert.status.device_says", { total: one.total, unit: t(`expert.unit.${one.unit}`), unallocated: one.unallocated })}
              <span className={styles.faint}> · {t("expert.status.device_free", { schedulable: one.schedulable, free: one.free })}</span>
            </dd>,
          ])}
        </dl>
      </Block>
      {all.length > 1 && (
        <div className={styles.filters}>
          <SearchBox search={search} label={t("expert.node.search")} />
          <FilterChips
            label={t("expert.node.takes")} value={takes} onChange={(value) => search.set({ takes: value })}
            chips={[{ value: "yes", text: t("expert.node.open") }, { value: "no", text: t("expert.node.shut") }]}
          />
        </div>
      )}
      {all.length > 0 && found.length === 0 && <EmptyState text={t("common.list.none_match")} action={<Button onClick={() => search.set({ q: undefined, takes: undefined })}>{t("common.list.clear_filters")}</Button>} />}
      <div className={styles.nodes}>
        {found.slice(0, most).map((node) => <NodeCard key={node.name} node={node} />)}
      </div>
      {found.length > most && <div><Button onClick={() => setMost(most + NODES)}>{t("expert.node.more", { n: Math.min(NODES, found.length - most) })}</Button></div>}
    </>
  );
}
