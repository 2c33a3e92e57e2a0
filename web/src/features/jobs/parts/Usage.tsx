// What a job uses of the machine, over time.
import { useMemo } from "react";
import { Segmented, Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { getMetrics, isActive, type JobMetrics } from "@/api/jobs";
import type { Job } from "@/api/contract";
import { Block } from "@/components/Block";
import { Chart } from "@/components/Chart";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { useFormat } from "@/hooks/useFormat";
import { useSearch } from "@/hooks/useSearch";
import { useTheme } from "@/lib/theme";
import { cardSeriesOf, isTold, seriesOf, SPANS, sumsOf, type Series, type Span } from "../lib/usage";
import { zoom } from "../lib/zoom";
import { useTasks } from "./Tasks";
import styles from "./Usage.module.css";

const spans = Object.keys(SPANS) as Span[];
const MIB = 1024 * 1024;
/** With the slider below. */
const HEIGHT = 224;

export function Usage({ job }: { job: Job }) {
  const { t } = useTranslation();
  const search = useSearch();
  const span = spans.find((one) => one === search.get("span")) ?? "all";
  const seconds = SPANS[span];
  const tasks = useTasks(job);
  // Of a job on several nodes: one of its tasks, or all of them added up.
  const asked = Number(search.get("task"));
  const rank = job.nodes !== null && search.get("task") !== undefined && Number.isInteger(asked) && asked >= 0 && asked < job.nodes ? asked : undefined;
  const query = useQuery({
    queryKey: keys.jobMetrics(job.id, `${span} ${rank ?? ""}`),
    // The last minutes of a job that has ended are those before its end.
    queryFn: () => {
      const end = job.ended_at ? Date.parse(job.ended_at) : Date.now();
      return getMetrics(job.id, { ...(seconds === null ? {} : { from: new Date(end - seconds * 1000).toISOString() }), ...(rank === undefined ? {} : { rank }) });
    },
    refetchInterval: isActive(job) ? 4000 : false,
    placeholderData: (before) => before,
  });
  if (query.error && !query.data) return <ErrorNote error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loading />;
  const options = spans.map((value) => ({ value, label: <span data-test={`span-${value}`}>{t(`jobs.usage.span.${value}`)}</span> }));
  return (
    <>
      <Block title={t("jobs.usage.title")} extra={<div className={styles.extra}>
        {job.nodes !== null && (
          <Select
            size="small" value={rank === undefined ? "" : String(rank)} aria-label={t("jobs.usage.task")} popupMatchSelectWidth={false} className={styles.task} data-test="usage-task"
            onChange={(value) => search.set({ task: value || undefined })}
            options={[{ value: "", label: t("jobs.usage.task_all") }, ...(tasks.data ?? []).map((task) => ({ value: String(task.rank), label: t("jobs.log.task_n", { rank: task.rank, node: task.node }) }))]}
          />
        )}
        <Segmented size="small" value={span} options={options} onChange={(value) => search.set({ span: value === "all" ? undefined : value })} />
      </div>}>
        {query.data.points.length === 0 ? <EmptyState text={t(isActive(job) ? "jobs.usage.soon" : "jobs.usage.none")} small /> : <Charts job={job} metrics={query.data} />}
      </Block>
    </>
  );
}

function Charts({ job, metrics }: { job: Job; metrics: JobMetrics }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { palette } = useTheme();
  const { points, cores, memory_mib: memory } = metrics;
  const group = `usage ${job.id}`;
  const sums = sumsOf(points);
  const figures = useMemo(() => {
    const line = (name: string, data: Series, colour: string, limit?: number) => ({
      type: "line" as const, name, data, showSymbol: data.length < 3, connectNulls: false, lineStyle: { width: 2, color: colour }, itemStyle: { color: colour },
      ...(limit === undefined ? {} : { markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: palette.ng, type: "dashed" as const }, data: [{ yAxis: limit }] } }),
    });
    const option = (series: ReturnType<typeof line>[], unit: (value: number) => string, most?: number, least?: number) => ({
      ...zoom(palette.faint),
      ...(series.length > 1 ? { legend: { top: 0, right: 0, itemHeight: 8, itemWidth: 16 } } : {}),
      // A minute at least, for the axis of a single point would be two days long.
      xAxis: { type: "time" as const, min: ({ min, max }: { min: number; max: number }) => Math.min(min, max - 60_000), max: "dataMax" as const, axisLabel: { color: palette.faint, hideOverlap: true } },
      yAxis: { type: "value" as const, min: 0, ...(most === undefined ? {} : { max: most }), ...(least === undefined ? {} : { minInterval: least }), axisLabel: { color: palette.faint, formatter: unit } },
      tooltip: { trigger: "axis" as const, valueFormatter: (value: unknown) => (typeof value === "number" ? unit(value) : "–") },
      series,
    });
    const speed = (value: number) => t("jobs.usage.per_s", { n: format.bytes(value) });
    const decimal = (value: number) => format.decimal(value, 1);
    const pair = (one: "read_bytes_s" | "received_bytes_s", other: "written_bytes_s" | "sent_bytes_s") =>
      option([line(t(`jobs.usage.${one}`), seriesOf(metrics, one), palette.accent), line(t(`jobs.usage.${other}`), seriesOf(metrics, other), palette.recheck)], speed, undefined, 1);
    const colours = [palette.accent, palette.running, palette.recheck, palette.ok, palette.ng];
    const cardLines = (figure: "share" | "memory_bytes") =>
      cardSeriesOf(metrics, figure).map(({ rank, card, data }, i) =>
        line(t(job.nodes === null ? "jobs.usage.card_n" : "jobs.usage.card_of", { n: card, rank }), data, colours[i % colours.length] ?? palette.accent));
    return {
      cores: option([line(t("jobs.usage.cores"), seriesOf(metrics, "cores"), palette.accent, cores ?? undefined)], decimal, cores === null ? undefined : Math.max(cores * 1.1, sums.most_cores)),
      memory: option([line(t("jobs.usage.memory"), seriesOf(metrics, "memory_bytes"), palette.running, memory === null ? undefined : memory * MIB)], format.bytes),
      disk: pair("read_bytes_s", "written_bytes_s"),
      network: pair("received_bytes_s", "sent_bytes_s"),
      share: option(cardLines("share"), format.percent, 1),
      cardMemory: option(cardLines("memory_bytes"), format.bytes),
    };
  }, [metrics, palette, t, format, cores, memory, sums.most_cores, job.nodes]);
  const rows = [["at", "cores", "memory_bytes", "processes", "read_bytes_s", "written_bytes_s", "received_bytes_s", "sent_bytes_s"], ...points.map((p) => [p.at, p.cores, p.memory_bytes, p.processes, p.read_bytes_s ?? "", p.written_bytes_s ?? "", p.received_bytes_s ?? "", p.sent_bytes_s ?? ""])];
  const cardRows = [["at", "rank", "card", "share", "memory_bytes"], ...metrics.cards.flatMap(({ rank, card, points: own }) => own.map((p) => [p.at, rank, card, p.share, p.memory_bytes]))];
  const disk = isTold(points, "read_bytes_s") || isTold(points, "written_bytes_s");
  const network = isTold(points, "received_bytes_s") || isTold(points, "sent_bytes_s");
  return (
    <>
      <p className={styles.lead}>{t("jobs.usage.zoom")}</p>
      <dl className={styles.sums}>
        <div><dt>{t("jobs.usage.cores_mean")}</dt><dd>{format.decimal(sums.cores, 2)}{cores !== null && <small> / {format.count(cores)}</small>}</dd></div>
        <div><dt>{t("jobs.usage.cores_most")}</dt><dd>{format.decimal(sums.most_cores, 2)}</dd></div>
        <div><dt>{t("jobs.usage.memory_most")}</dt><dd>{format.bytes(sums.most_memory)}{memory !== null && <small> / {format.bytes(memory * MIB)}</small>}</dd></div>
      </dl>
      <div className={styles.charts}>
        <figure><figcaption>{t("jobs.usage.cores")}</figcaption><Chart option={figures.cores} height={HEIGHT} group={group} label={t("jobs.usage.cores_label", { mean: format.decimal(sums.cores, 2), most: format.decimal(sums.most_cores, 2) })} table={{ name: job.name, rows }} /></figure>
        <figure><figcaption>{t("jobs.usage.memory")}</figcaption><Chart option={figures.memory} height={HEIGHT} group={group} label={t("jobs.usage.memory_label", { most: format.bytes(sums.most_memory) })} /></figure>
        {disk && <figure><figcaption>{t("jobs.usage.disk")}</figcaption><Chart option={figures.disk} height={HEIGHT} group={group} label={t("jobs.usage.disk")} /></figure>}
        {network && <figure><figcaption>{t("jobs.usage.network")}</figcaption><Chart option={figures.network} height={HEIGHT} group={group} label={t("jobs.usage.network")} /></figure>}
        {metrics.cards.length > 0 && <figure data-test="cards"><figcaption>{t("jobs.usage.cards")}</figcaption><Chart option={figures.share} height={HEIGHT} group={group} label={t("jobs.usage.cards")} table={{ name: `${job.name} ${job.device}`, rows: cardRows }} /></figure>}
        {metrics.cards.length > 0 && <figure><figcaption>{t("jobs.usage.card_memory")}</figcaption><Chart option={figures.cardMemory} height={HEIGHT} group={group} label={t("jobs.usage.card_memory")} /></figure>}
      </div>
      {metrics.cards.length === 0 && job.device !== "cpu" && (job.devices ?? 0) > 0 && <p className={styles.note} data-test="no-cards">{t("jobs.usage.no_cards", { device: job.device })}</p>}
      {!network && <p className={styles.note}>{t("jobs.usage.no_network")}</p>}
    </>
  );
}
