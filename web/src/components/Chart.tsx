// ECharts by parts: only what our charts use is in the bundle. Size follows the box, colours follow the theme.
import { useEffect, useRef, useState } from "react";
import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { connect, init, use as register, type ECharts } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import type { EChartsOption } from "echarts";
import { useTranslation } from "@/i18n";
import { csv, saveText } from "@/lib/csv";
import { fontFamily, useTheme } from "@/lib/theme";
import styles from "./Chart.module.css";

register([BarChart, LineChart, ScatterChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

type Props = {
  option: EChartsOption;
  height?: number;
  /** What is shown, for those who do not see it. */
  label: string;
  /** The numbers, to be taken along as CSV. */
  table?: { name: string; rows: readonly (readonly (string | number)[])[] };
  /** A place on the axes that is marked. It lies above the drawing, so that moving it draws nothing anew. */
  point?: { x: number; y: number } | null;
  /** Charts of one name show the same part of the time. */
  group?: string;
  onClick?: (params: { seriesName?: string; dataIndex?: number; name?: string }) => void;
};

type Zoom = { start?: number; end?: number; startValue?: unknown; endValue?: unknown };

/** What somebody zoomed to stays where new numbers come: the end too, unless it is the newest. */
function kept(chart: ECharts | null, wanted: EChartsOption["dataZoom"]): EChartsOption["dataZoom"] {
  const [now] = (chart?.getOption()?.dataZoom ?? []) as Zoom[];
  if (!now || ((now.start ?? 0) <= 0 && (now.end ?? 100) >= 100)) return wanted;
  const at = { startValue: now.startValue, ...((now.end ?? 100) >= 100 ? { end: 100 } : { endValue: now.endValue }) };
  return (Array.isArray(wanted) ? wanted : [wanted]).map((one) => ({ ...one, ...at })) as EChartsOption["dataZoom"];
}

export function Chart({ option, height = 240, label, table, point = null, group, onClick }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const click = useRef(onClick);
  const [place, setPlace] = useState<readonly [left: number, top: number] | null>(null);
  const { t } = useTranslation();
  const { palette, mode } = useTheme();

  useEffect(() => {
    click.current = onClick;
  });

  const marked = useRef(point);
  const mark = useRef(() => {
    const [at, drawn] = [marked.current, chart.current];
    const found: unknown = at && drawn ? drawn.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [at.x, at.y]) : null;
    setPlace(Array.isArray(found) && found.every(Number.isFinite) ? (found as [number, number]) : null);
  });

  useEffect(() => {
    const node = box.current;
    if (!node) return undefined;
    const made = init(node, undefined, { renderer: "canvas" });
    made.on("click", (params) => click.current?.(params as { seriesName?: string }));
    if (group) {
      made.group = group;
      connect(group);
    }
    chart.current = made;
    const observer = new ResizeObserver(() => {
      made.resize();
      mark.current();
    });
    observer.observe(node);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, [group]);

  useEffect(() => {
    const quiet = { axisLine: { lineStyle: { color: palette.line } }, axisLabel: { color: palette.faint }, nameTextStyle: { color: palette.faint }, splitLine: { lineStyle: { color: palette.line, opacity: 0.6 } } };
    const axis = (given: unknown) =>
      Array.isArray(given) ? given.map((one: object) => ({ ...quiet, ...one })) : given ? { ...quiet, ...(given as object) } : given;
    chart.current?.setOption(
      {
        animation: false,
        textStyle: { fontFamily, color: palette.text },
        color: [palette.accent, palette.running, palette.recheck, palette.ok, palette.ng, palette.faint],
        grid: { left: 8, right: 16, top: 28, bottom: 8, containLabel: true },
        tooltip: { trigger: "axis", backgroundColor: palette.surface, borderColor: palette.line, textStyle: { color: palette.text, fontSize: 12 } },
        ...option,
        ...(option.dataZoom ? { dataZoom: kept(chart.current, option.dataZoom) } : {}),
        xAxis: axis(option.xAxis),
        yAxis: axis(option.yAxis),
        ...(option.legend ? { legend: { textStyle: { color: palette.soft }, ...(option.legend as object) } } : {}),
      },
      { notMerge: true },
    );
    mark.current();
  }, [option, palette, mode, group]);

  useEffect(() => {
    marked.current = point;
    mark.current();
  }, [point]);

  return (
    <div className={styles.frame}>
      <div ref={box} className={styles.chart} style={{ height }} role="img" aria-label={label} />
      {place && <span className={styles.point} style={{ transform: `translate(${place[0]}px, ${place[1]}px)` }} aria-hidden="true" />}
      {table && (
        <button type="button" className={styles.csv} onClick={() => saveText(`${table.name}.csv`, csv(table.rows))}>
          {t("common.chart.csv")}
        </button>
      )}
    </div>
  );
}
