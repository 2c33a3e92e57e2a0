import { useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { getStats } from "@/api/services";
import type { Service, ServiceStats } from "@/api/contract";
import { Block } from "@/components/Block";
import { Chart } from "@/components/Chart";
import { ErrorNote } from "@/components/ErrorNote";
import { useFormat } from "@/hooks/useFormat";
import { useTheme } from "@/lib/theme";
import { seriesOf, sumsOf } from "../lib/stats";
import styles from "./Load.module.css";

/** How fast the service answers and how much it is asked, live. */
export function Load({ service }: { service: Service }) {
  const { t } = useTranslation();
  const running = service.state === "running";
  const query = useQuery({ queryKey: keys.stats(service.id), queryFn: () => getStats(service.id), enabled: running, refetchInterval: running ? 2000 : false });
  if (query.error) return <ErrorNote error={query.error} />;
  if (!running && !query.data) return <Block title={t("services.load.title")}><p className={styles.none}>{t("services.load.stopped")}</p></Block>;
  if (!query.data) return <Block title={t("services.load.title")}><div className={styles.wait} /></Block>;
  return <Loaded stats={query.data} />;
}

function Loaded({ stats }: { stats: ServiceStats }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { palette } = useTheme();
  const sums = sumsOf(stats);
  const [latency, throughput] = useMemo(() => {
    const series = seriesOf(stats);
    const axis = { type: "time" as const, axisLabel: { color: palette.faint, hideOverlap: true } };
    const line = (name: string, data: unknown, colour: string, dashed = false) => ({
      type: "line" as const, name, data: data as [number, number | null][], symbol: "circle", symbolSize: 3, connectNulls: false,
      lineStyle: { width: 2, color: colour, type: dashed ? ("dashed" as const) : ("solid" as const) }, itemStyle: { color: colour },
    });
    // From the axis on, so that a long name is not cut at the edge.
    const named = { color: palette.faint, align: "left" as const };
    const legend = { top: 0, right: 0, itemHeight: 8, itemWidth: 16 };
    const tooltip = (unit: (value: number) => string) => ({ trigger: "axis" as const, valueFormatter: (value: unknown) => (typeof value === "number" ? unit(value) : "–") });
    return [
      {
        legend, xAxis: axis, yAxis: { type: "value" as const, name: t("services.load.ms"), nameTextStyle: named, min: 0 }, tooltip: tooltip(format.milliseconds),
        series: [line("p99", series.p99, palette.recheck), line(t("services.load.mean"), series.mean, palette.accent), line("p50", series.p50, palette.running, true)],
      },
      {
        legend, xAxis: axis, yAxis: { type: "value" as const, name: t("services.load.per_s"), nameTextStyle: named, min: 0 }, tooltip: tooltip((value) => t("services.load.rate", { n: format.decimal(value, 1) })),
        series: [line(t("services.load.answered"), series.answered, palette.accent), line(t("services.load.rejected"), series.rejected, palette.ng, true)],
      },
    ];
  }, [stats, palette, t, format]);
  const ms = (value: number | null) => (value === null ? "–" : format.milliseconds(value));
  return (
    <Block title={t("services.load.title")} extra={<span className={styles.now}>{t("services.load.now", { flight: stats.now.in_flight, queue: stats.now.queue })}</span>}>
      <dl className={styles.sums}>
        <div><dt>{t("services.load.requests")}</dt><dd>{format.count(sums.requests)}</dd></div>
        <div><dt>{t("services.load.throughput")}</dt><dd>{t("services.load.rate", { n: format.decimal(sums.per_s, 1) })}</dd></div>
        <div><dt>{t("services.load.mean")}</dt><dd>{ms(sums.mean_ms)}</dd></div>
        <div><dt>{t("services.load.worst")}</dt><dd>{ms(sums.p99_ms)}</dd></div>
        <div data-bad={sums.rejected > 0 || undefined}><dt>{t("services.load.rejected")}</dt><dd>{format.count(sums.rejected)}</dd></div>
        <div data-bad={sums.errors > 0 || undefined}><dt>{t("services.load.errors")}</dt><dd>{format.count(sums.errors)}</dd></div>
      </dl>
      {sums.rejected > 0 && <p className={styles.note}>{t("services.load.rejected_why")}</p>}
      <div className={styles.charts}>
        <Chart option={latency} height={210} label={t("services.load.latency_label", { mean: ms(sums.mean_ms), p99: ms(sums.p99_ms) })} />
        <Chart option={throughput} height={210} label={t("services.load.throughput_label", { n: sums.requests })} />
      </div>
      <p className={styles.window}>{t("services.load.window", { time: format.duration(stats.window_s) })}</p>
    </Block>
  );
}
