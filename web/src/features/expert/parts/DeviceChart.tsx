import { useMemo } from "react";
import { Chart } from "@/components/Chart";
import { useTranslation } from "@/i18n";
import { useTheme } from "@/lib/theme";
import { unitOf, type Share } from "../lib/shares";

/** Narrower parts of the longest bar have no number in them: about 18 px where it is drawn smallest. */
const NARROW = 0.08;

/** Used, free and lost devices of each type, as parts of one bar. */
export function DeviceChart({ uses, name }: { uses: readonly Share[]; name: string }) {
  const { t } = useTranslation();
  const { palette } = useTheme();
  const option = useMemo(() => {
    const hatch = { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [3, 4], rotation: Math.PI / 4, color: palette.surface };
    const parts = [
      { key: "used", colour: palette.running, decal: false },
      { key: "available", colour: palette.ok, decal: false },
      { key: "held", colour: palette.recheck, decal: true },
      { key: "unschedulable", colour: palette.ng, decal: true },
    ] as const;
    const longest = Math.max(1, ...uses.map((one) => one.used + one.available + one.held + one.unschedulable));
    // Parts that no type has are not explained either.
    const shown = parts.filter(({ key }) => key === "used" || key === "available" || uses.some((one) => one[key] > 0));
    return {
      grid: { left: 8, right: 20, top: 30, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 10 },
      tooltip: { trigger: "axis" as const, axisPointer: { type: "shadow" as const } },
      xAxis: { type: "value" as const, minInterval: 1 },
      yAxis: { type: "category" as const, data: uses.map((one) => `${one.device} (${t(`expert.unit.${unitOf(one.device)}`)})`), axisTick: { show: false } },
      series: shown.map(({ key, colour, decal }) => ({
        type: "bar" as const, stack: "all", name: t(`expert.use.${key}`), data: uses.map((one) => one[key]), barMaxWidth: 22,
        itemStyle: { color: colour, ...(decal ? { decal: hatch } : {}) },
        label: {
          show: true, ...(decal ? { color: palette.text, backgroundColor: palette.surface, padding: [1, 3], borderRadius: 3 } : { color: "#fff" }),
          // A number that its part is too narrow for would lie over the next one's; the tooltip has it.
          formatter: ({ value }: { value: unknown }) => (Number(value) >= longest * NARROW ? String(value) : ""),
        },
      })),
    };
  }, [uses, t, palette]);
  const said = uses.map((one) => t("expert.use.says", { device: one.device, used: one.used, available: one.available, lost: one.unschedulable + one.held })).join("；");
  const table = {
    name,
    rows: [
      [t("expert.field.device"), t("expert.use.used"), t("expert.use.available"), t("expert.use.held"), t("expert.use.unschedulable")],
      ...uses.map((one) => [one.device, one.used, one.available, one.held, one.unschedulable]),
    ],
  };
  return <Chart option={option as never} height={60 + 34 * uses.length} label={said} table={table} />;
}
