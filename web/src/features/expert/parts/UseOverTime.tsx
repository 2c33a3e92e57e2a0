// Devices over time: used, available and not to be had, of a virtual cluster or of all.
import { useMemo } from "react";
import { Segmented, Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { getDeviceUse, type DeviceUseOfType, type VirtualCluster } from "@/api/clusters";
import { keys } from "@/api/keys";
import { Block } from "@/components/Block";
import { Chart } from "@/components/Chart";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { useFormat } from "@/hooks/useFormat";
import { useSearch } from "@/hooks/useSearch";
import { useTranslation } from "@/i18n";
import { useTheme } from "@/lib/theme";
import { lineOf, parts, shareUsed, SPANS, spans } from "../lib/overTime";
import { unitOf } from "../lib/shares";
import styles from "./parts.module.css";

const AGAIN_MS = 60_000;
const WHOLE = "all";
const HOUR_MS = 3_600_000;

type Props = { clusters: readonly VirtualCluster[]; current: string | undefined; /** Whether one may see the whole cluster. */ whole: boolean };

export function UseOverTime({ clusters, current, whole }: Props) {
  const { t } = useTranslation();
  const search = useSearch();
  const span = spans.find((one) => one === search.get("span")) ?? "1d";
  const own = clusters.find((one) => one.id === search.get("vc"));
  const vc = own?.id ?? (whole ? WHOLE : (current ?? clusters[0]?.id));
  const query = useQuery({
    queryKey: keys.clusterUse({ over: vc, span }), enabled: vc !== undefined, refetchInterval: AGAIN_MS, placeholderData: (before) => before,
    queryFn: () => getDeviceUse({ ...(vc === WHOLE || vc === undefined ? {} : { virtual_cluster_id: vc }), from: new Date(Date.now() - SPANS[span] * HOUR_MS).toISOString(), points: 200 }),
  });
  const options = [...(whole ? [{ value: WHOLE, label: t("expert.over.whole") }] : []), ...clusters.map((one) => ({ value: one.id, label: one.name }))];
  const found = query.data;
  return (
    <Block title={t("expert.status.over")}>
      <div className={styles.filters}>
        <Select className={styles.pick} value={vc} options={options} onChange={(value) => search.set({ vc: value === WHOLE ? undefined : value })} aria-label={t("expert.field.cluster")} data-test="over-cluster" />
        <Segmented value={span} options={spans.map((value) => ({ value, label: t(`expert.over.span.${value}`) }))} onChange={(value) => search.set({ span: value === "1d" ? undefined : value })} data-test="over-span" />
      </div>
      <ErrorNote error={query.error} retry={() => void query.refetch()} />
      {!found && !query.error && <Loading />}
      {found?.items.length === 0 && <EmptyState small text={t("expert.over.none")} />}
      {found?.items.map((one) => <OfType key={one.device} use={one} step={found.step_s} />)}
    </Block>
  );
}

function OfType({ use, step }: { use: DeviceUseOfType; step: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { palette } = useTheme();
  const option = useMemo(() => {
    const colours = { used: palette.running, available: palette.ok, unschedulable: palette.ng };
    const shown = parts.filter((part) => part !== "unschedulable" || use.points.some((point) => point.unschedulable > 0));
    return {
      legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 10 },
      tooltip: { trigger: "axis" as const, valueFormatter: (value: unknown) => (typeof value === "number" ? format.decimal(value, 1) : "–") },
      // A minute at least, for the axis of a single point would be two days long.
      xAxis: { type: "time" as const, min: ({ min, max }: { min: number; max: number }) => Math.min(min, max - 60_000), max: "dataMax" as const, axisLabel: { color: palette.faint, hideOverlap: true } },
      yAxis: { type: "value" as const, min: 0, minInterval: 1 },
      series: shown.map((part) => ({
        type: "line" as const, stack: "all", step: "end" as const, name: t(`expert.use.${part}`), data: lineOf(use, step, part), showSymbol: use.points.length < 3, connectNulls: false,
        lineStyle: { width: 1, color: colours[part] }, itemStyle: { color: colours[part] }, areaStyle: { color: colours[part], opacity: 0.35 },
      })),
    };
  }, [use, step, palette, t, format]);
  const share = shareUsed(use);
  const said = t("expert.over.says", { device: use.device, share: share === null ? "–" : format.percent(share, 0), most: use.points.reduce((top, one) => Math.max(top, one.most_used), 0) });
  const rows = [["at", "used", "available", "unschedulable", "most_used"], ...use.points.map((one) => [one.at, one.used, one.available, one.unschedulable, one.most_used])];
  return (
    <figure className={styles.figure} data-test="over-time">
      <figcaption><code>{use.device}</code> <span className={styles.faint}>{t(`expert.unit.${unitOf(use.device)}`)}</span> · {said}</figcaption>
      <Chart option={option as never} height={220} label={said} table={{ name: use.device, rows }} />
    </figure>
  );
}
