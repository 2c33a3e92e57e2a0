import { useMemo } from "react";
import { useTranslation } from "@/i18n";
import { Chart } from "@/components/Chart";
import { filled } from "../figures";

type Props = {
  name: string; axis: string; counts: readonly number[];
  /** Where a class begins, and how that is written. */
  from: (bin: number) => number; say: (value: number) => string;
  /** Counts regions, not pictures. */
  regions?: boolean;
  onOpen: (bin: number) => void;
};

/** A histogram whose bars lead to their pictures. */
export function BinChart({ name, axis, counts, from, say, regions, onOpen }: Props) {
  const { t } = useTranslation();
  const [first, end] = useMemo(() => filled(counts), [counts]);
  const shown = counts.slice(first, end);
  const span = (bin: number) => `${say(from(bin))} – ${say(from(bin + 1))}`;
  const unit = t(regions ? "sets.stats.regions_axis" : "sets.stats.count_axis");
  const option = {
    xAxis: { type: "category" as const, name: axis, nameLocation: "middle" as const, nameGap: 26, data: shown.map((_, at) => say(from(first + at))), axisLabel: { hideOverlap: true } },
    yAxis: { type: "value" as const, name: unit, minInterval: 1 },
    grid: { left: 8, right: 16, top: 28, bottom: 24, containLabel: true },
    tooltip: {
      trigger: "axis" as const,
      formatter: (found: unknown) => {
        const one = (Array.isArray(found) ? found[0] : found) as { dataIndex: number; value: number };
        return `${span(first + one.dataIndex)}<br/>${unit} ${one.value}`;
      },
    },
    series: [{ type: "bar" as const, data: [...shown], barCategoryGap: "8%", cursor: "pointer" }],
  };
  return (
    <Chart
      height={200} label={`${name}: ${axis}`} option={option}
      table={{ name, rows: [[axis, unit], ...counts.map((count, bin) => [span(bin), count])] }}
      onClick={(at) => at.dataIndex !== undefined && onOpen(first + at.dataIndex)}
    />
  );
}
