import { useMemo } from "react";
import { useTranslation } from "@/i18n";
import type { Counts } from "@/api/contract";
import { Block } from "@/components/Block";
import { Chart } from "@/components/Chart";
import { useFormat } from "@/hooks/useFormat";
import { useTheme } from "@/lib/theme";

export function ByHour({ counts }: { counts: Counts }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { palette } = useTheme();
  const option = useMemo(() => {
    const hours = counts.by_hour;
    const name = (at: string) => {
      const time = new Date(at);
      const hour = `${String(time.getHours()).padStart(2, "0")}:00`;
      return hours.length > 24 ? `${time.getMonth() + 1}/${time.getDate()} ${hour}` : hour;
    };
    const bars = (series: string, values: number[], colour: string) => ({
      type: "bar" as const, name: series, stack: "all", data: values, itemStyle: { color: colour }, barMaxWidth: 28,
    });
    return {
      legend: { top: 0, right: 0, itemHeight: 8, itemWidth: 12 },
      xAxis: { type: "category" as const, data: hours.map((hour) => name(hour.at)) },
      yAxis: { type: "value" as const, name: t("inspect.by_hour.pieces"), minInterval: 1 },
      tooltip: {
        trigger: "axis" as const,
        formatter: (points: unknown) => {
          const index = (points as { dataIndex: number }[])[0]?.dataIndex ?? -1;
          const hour = hours[index];
          if (!hour) return "";
          const all = hour.ok + hour.ng;
          return t("inspect.by_hour.tip", { hour: name(hour.at), ok: format.count(hour.ok), ng: format.count(hour.ng), share: all ? format.percent(hour.ok / all) : "–" }).replaceAll("\n", "<br>");
        },
      },
      series: [bars(t("common.state.ok"), hours.map((hour) => hour.ok), palette.ok), bars(t("common.state.ng"), hours.map((hour) => hour.ng), palette.ng)],
    };
  }, [counts, palette, format, t]);
  return (
    <Block title={t("inspect.by_hour.title")}>
      <Chart option={option} height={200} label={t("inspect.by_hour.label", { ok: counts.ok, ng: counts.ng })} />
    </Block>
  );
}
