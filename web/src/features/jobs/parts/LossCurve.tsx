import { useMemo } from "react";
import { useTranslation } from "@/i18n";
import type { Progress } from "@/api/contract";
import { Chart } from "@/components/Chart";
import { useFormat } from "@/hooks/useFormat";
import { useTheme } from "@/lib/theme";

export function LossCurve({ curve }: { curve: Progress["curve"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { palette } = useTheme();
  const option = useMemo(
    () => ({
      xAxis: { type: "value" as const, name: t("jobs.curve.step"), nameLocation: "middle" as const, nameGap: 24, min: 0, max: "dataMax" as const },
      yAxis: { type: "value" as const, name: t("jobs.curve.loss"), scale: true },
      grid: { left: 8, right: 16, top: 30, bottom: 24, containLabel: true },
      tooltip: {
        trigger: "axis" as const,
        formatter: (points: unknown) => {
          const value = (points as { value: [number, number] }[])[0]?.value;
          return value ? t("jobs.curve.tip", { step: format.count(value[0]), loss: format.score(value[1]) }) : "";
        },
      },
      series: [{ type: "line" as const, data: curve, showSymbol: curve.length < 3, lineStyle: { width: 2, color: palette.accent }, itemStyle: { color: palette.accent } }],
    }),
    [curve, t, format, palette],
  );
  const last = curve[curve.length - 1];
  return <Chart option={option} height={230} label={t("jobs.curve.label", { n: curve.length, loss: last ? format.score(last[1]) : "–" })} />;
}
