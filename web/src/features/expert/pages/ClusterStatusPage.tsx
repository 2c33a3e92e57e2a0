import { Tabs } from "antd";
import { useQuery } from "@tanstack/react-query";
import { getClusterState, listClusters, type VirtualCluster } from "@/api/clusters";
import { keys } from "@/api/keys";
import { Bar } from "@/components/Bar";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { ListTable } from "@/components/ListTable";
import { OpenLink } from "@/components/OpenLink";
import { PageHead } from "@/components/PageHead";
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
  const clusters = useQuery({ queryKey: keys.clusterUse({ names: true }), queryFn: () => listClusters(query), enabled: view === "users" || view === "over" });
  return (
    <>
      <PageHead title={t("expert.status.title")} sub={t(whole ? "expert.status.lead" : "expert.status.lead_own")}>
        <Tabs
          className={styles.tabs} activeKey={view} onChange={(key) => search.set({ view: key === "clusters" ? undefined : key, past: undefined, span: undefined })}
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
  const list = usePaged<VirtualCluster>(keys.clusterUse({ ...query, paged: true }), (cursor, signal) => listClusters({ ...query, ...(cursor ? { cursor } : {}) }, signal), { every: AGAIN_MS });
  const all = totals(list.items);
  return (
    <>
      {all.length > 0 && <Block title={t("expert.status.all")}><DeviceChart uses={all} name={t("expert.status.title")} /></Block>}
      <ListTable<VirtualCluster>
        name="cluster-status" list={list} empty={<EmptyState text={t("expert.home.no_cluster")} />}
        columns={[
          { key: "name", title: t("expert.field.cluster"), render: (_, one) => <OpenLink to={`/virtual-clusters/${one.id}`}>{one.name}</OpenLink> },
          {
            key: "use", title: t("expert.field.use"),
            render: (_, one) =>
              one.quotas.length === 0 ? "–" : one.quotas.map((quota) => (
                <div key={quota.device} className={styles.device}>
                  <code>{quota.device}</code>
                  <span style={{ width: 90 }}><Bar share={quota.quota > 0 ? quota.used / quota.quota : 0} label={`${quota.device}: ${quota.used} / ${quota.quota}`} /></span>
                  <span className={styles.faint}>{t("expert.use.says", { device: "", used: quota.used, available: quota.available, lost: quota.unschedulable }).trim()}</span>
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

function Nodes() {
  const { t } = useTranslation();
  const state = useQuery({ queryKey: keys.clusterUse({ nodes: true }), queryFn: getClusterState, refetchInterval: AGAIN_MS });
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
      <div className={styles.nodes}>
        {(state.data?.nodes ?? []).map((node) => <NodeCard key={node.name} node={node} />)}
      </div>
    </>
  );
}
