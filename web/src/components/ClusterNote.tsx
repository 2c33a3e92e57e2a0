import { Alert } from "antd";
import { useQuery } from "@tanstack/react-query";
import { getLimits } from "@/api/clusters";
import { keys } from "@/api/keys";
import { useBranding } from "@/hooks/useBranding";
import { useCluster } from "@/hooks/useCluster";
import { useFormat } from "@/hooks/useFormat";
import { useTranslation } from "@/i18n";

/** Before something is started: in which virtual cluster it will run, on how many cores, and for how long at most. */
export function ClusterNote({ training }: { training?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { isOff } = useBranding();
  const { current } = useCluster();
  const id = current?.id ?? "";
  const { data } = useQuery({ queryKey: keys.clusterLimits(id), queryFn: () => getLimits(id), enabled: id !== "" && !isOff("cluster"), staleTime: 10_000 });
  if (!current) return <Alert type="warning" showIcon message={t("clusters.note.none")} />;
  if (!data) return null;
  const cpu = data.quotas.find((one) => one.device === "cpu");
  const cores = Math.min(cpu?.quota ?? 0, cpu?.per_user ?? 0);
  const waits = training && cpu !== undefined && cpu.available < cores;
  const lines = [
    t("clusters.note.where", { name: data.name }),
    ...(training ? [cores > 0 ? t("clusters.note.cores", { n: cores }) : t("clusters.note.no_cores")] : []),
    ...(waits ? [t("clusters.note.waits", { n: cpu.available })] : []),
    ...(data.longest_run_s === null ? [] : [t("clusters.note.longest", { time: format.duration(data.longest_run_s) })]),
    ...(training && data.longest_training_s !== null ? [t("clusters.note.learning", { time: format.duration(data.longest_training_s) })] : []),
    ...(!training && data.longest_run_s !== null ? [t("clusters.note.service_ends")] : []),
  ];
  const bad = training ? cores === 0 : data.longest_run_s !== null;
  return <Alert type={bad ? "warning" : "info"} message={lines.join(" ")} data-test="cluster-note" />;
}
