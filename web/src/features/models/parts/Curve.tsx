import { useMemo } from "react";
import { useTranslation } from "@/i18n";
import { Chart } from "@/components/Chart";
import { useFormat } from "@/hooks/useFormat";
import { useTheme } from "@/lib/theme";
import type { CurvePoint } from "../lib/judged";
import { shareText } from "../lib/share";

export type Line = { name: string; points: readonly CurvePoint[]; colour?: string };
type Props = {
  lines: readonly Line[];
  xName: string;
  yName: string;
  label: string;
  /** Where the threshold is now. */
  now?: { x: number | null; y: number | null };
  onPick?: (threshold: number) => void;
  height?: number;
};

/** A curve of shares over shares, 0 to 100 % on both axes; each point is a threshold that can be taken. */
export function Curve({ lines, xName, yName, label, now, onPick, height = 300 }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { palette } = useTheme();
  const option = useMemo(() => {
    const axis = (name: string, gap: number) => ({
      type: "value" as const, name, nameLocation: "middle" as const, nameGap: gap, min: 0, max: 1, interval: 0.25,
      axisLabel: { formatter: (value: number) => `${Math.round(value * 100)}%`, color: palette.faint },
    });
    const tip = (value: [number, number, number], name: string) =>
      `${lines.length > 1 ? `${name}<br>` : ""}${xName} ${shareText(value[0], format.language)}<br>${yName} ${shareText(value[1], format.language)}<br>${t("models.curve.threshold", { value: format.score(value[2]) })}`;
    return {
      grid: { left: 20, right: 18, top: 14, bottom: 26, containLabel: true },
      xAxis: axis(xName, 26),
      yAxis: axis(yName, 40),
      tooltip: {
        trigger: "item" as const,
        formatter: (one: unknown) => {
          const { value, seriesName } = one as { value: [number, number, number]; seriesName: string };
          return tip(value, seriesName);
        },
      },
      ...(lines.length > 1 ? { legend: { bottom: 0, right: 0 }, grid: { left: 20, right: 18, top: 14, bottom: 52, containLabel: true } } : {}),
      series: [
        ...lines.map((line, i) => ({
          type: "line" as const, name: line.name, data: line.points.map((one) => [one.x, one.y, one.threshold]),
          showSymbol: true, symbol: "circle", symbolSize: 6, itemStyle: { color: line.colour ?? palette.accent, opacity: line.points.length > 120 ? 0.25 : 0.7 },
          lineStyle: { width: 2, color: line.colour ?? palette.accent, type: i === 1 ? ("dashed" as const) : ("solid" as const) },
        })),
      ],
    };
  }, [lines, xName, yName, palette, format, t]);
  const point = useMemo(() => (now && now.x !== null && now.y !== null ? { x: now.x, y: now.y } : null), [now]);
  const pick = onPick && ((params: { seriesName?: string; dataIndex?: number }) => {
    const picked = lines.find((line) => line.name === params.seriesName)?.points[params.dataIndex ?? -1];
    if (picked) onPick(picked.threshold);
  });
  return <Chart option={option} height={height} label={label} point={point} onClick={pick} />;
}
