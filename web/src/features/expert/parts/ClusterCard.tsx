import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { VirtualCluster } from "@/api/clusters";
import type { Id, Job } from "@/api/contract";
import { listJobs } from "@/api/jobs";
import { keys } from "@/api/keys";
import { Block } from "@/components/Block";
import { OpenLink } from "@/components/OpenLink";
import { useFormat } from "@/hooks/useFormat";
import { useTranslation } from "@/i18n";
import { shareOf } from "../lib/shares";
import { DeviceChart } from "./DeviceChart";
import styles from "./parts.module.css";

type Props = { cluster: VirtualCluster; /** One's own that have not ended. */ own: readonly Job[]; current: boolean; /** Whose jobs are to be counted, as there are more than were listed. */ counted?: Id | undefined };

/** Of one's jobs in these states, where they are too many to be listed. */
function useCount(state: string, cluster: Id, owner: Id | undefined): number | undefined {
  const query = { state, virtual_cluster_id: cluster, limit: 1, ...(owner ? { owner } : {}) };
  return useQuery({ queryKey: keys.jobs(query), queryFn: () => listJobs(query), enabled: owner !== undefined }).data?.total;
}

/** A virtual cluster at a glance: how many jobs, and what is free. */
export function ClusterCard({ cluster, own, current, counted }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const mine = own.filter((job) => job.virtual_cluster?.id === cluster.id);
  const listed = mine.filter((job) => job.state === "queued").length;
  const waiting = useCount("queued", cluster.id, counted) ?? listed;
  const running = useCount("starting,running,pausing,preempting,stopping", cluster.id, counted) ?? mine.length - listed;
  const figures = [
    { key: "running", value: running, to: `/jobs?cluster=${cluster.id}&state=running` },
    { key: "waiting", value: waiting, to: `/jobs?cluster=${cluster.id}&state=queued` },
    { key: "all", value: cluster.jobs, to: null },
  ] as const;
  return (
    <Block title={<OpenLink to={`/virtual-clusters/${cluster.id}`}>{cluster.name}</OpenLink>} extra={current && <span className={styles.faint}>{t("expert.card.current")}</span>}>
      <div className={styles.card} data-test="cluster-card">
        <dl className={styles.figures}>
          {figures.map(({ key, value, to }) => (
            <div key={key}>
              <dt>{t(`expert.card.${key}`)}</dt>
              <dd>{to && value > 0 ? <Link to={to}>{format.count(value)}</Link> : format.count(value)}</dd>
            </div>
          ))}
        </dl>
        {cluster.quotas.length > 0 ? <DeviceChart uses={cluster.quotas.map(shareOf)} name={cluster.name} /> : <p className={styles.quiet}>{t("expert.card.no_devices")}</p>}
        <p className={styles.quiet}>
          {cluster.longest_run_s === null ? t("expert.card.no_limit") : t("expert.card.longest", { time: format.duration(cluster.longest_run_s) })}
        </p>
      </div>
    </Block>
  );
}
