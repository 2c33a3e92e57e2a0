import type { VirtualCluster } from "@/api/clusters";
import { Bar } from "@/components/Bar";
import { useFormat } from "@/hooks/useFormat";
import { useTranslation } from "@/i18n";
import styles from "./parts.module.css";

/** Used and whole of each type of device, with a bar. */
export function Quotas({ cluster }: { cluster: VirtualCluster }) {
  const { t } = useTranslation();
  if (cluster.quotas.length === 0) return <>{t("clusters.quota.none")}</>;
  return (
    <>
      {cluster.quotas.map((one) => (
        <div key={one.device} className={styles.use}>
          <code>{one.device}</code>
          <span className="number">{one.used} / {one.quota}</span>
          <div><Bar share={one.quota > 0 ? one.used / one.quota : 0} label={`${one.device}: ${one.used} / ${one.quota}`} /></div>
          {one.unschedulable > 0 && <span className={styles.faint}>{t("clusters.quota.away", { n: one.unschedulable })}</span>}
        </div>
      ))}
    </>
  );
}

export function Members({ cluster }: { cluster: VirtualCluster }) {
  const { t } = useTranslation();
  const format = useFormat();
  return <>{cluster.open ? t("clusters.members.everybody") : format.count(cluster.members)}</>;
}

/** What is done about idle jobs. */
export function Idle({ cluster }: { cluster: VirtualCluster }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { idle_warn_s: warn, idle_pause_s: pause } = cluster;
  if (warn === null) return <>{t("clusters.idle.nothing")}</>;
  return <>{pause === null ? t("clusters.idle.warns", { warn: format.duration(warn) }) : t("clusters.idle.pauses", { warn: format.duration(warn), pause: format.duration(pause) })}</>;
}

/** How long a job may run; without a limit it says so. */
export function Span({ seconds }: { seconds: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  return <>{seconds === null ? t("clusters.longest.none") : format.duration(seconds)}</>;
}
