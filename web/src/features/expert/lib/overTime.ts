// Devices over time, as their charts need them. Pure.
import type { DeviceUseOfType } from "@/api/clusters";

export const SPANS = { "6h": 6, "1d": 24, "7d": 168, "30d": 720, "1y": 8760 } as const satisfies Record<string, number>;
export type UseSpan = keyof typeof SPANS;
export const spans = Object.keys(SPANS) as UseSpan[];

export const parts = ["used", "available", "unschedulable"] as const;
export type Part = (typeof parts)[number];
export type Line = [time: number, value: number | null][];

/** Points farther apart than this many steps have a gap between them: the server was away. */
const GAP_STEPS = 2.5;

export function lineOf({ points }: Pick<DeviceUseOfType, "points">, step_s: number, part: Part): Line {
  const out: Line = [];
  let before: number | null = null;
  for (const point of points) {
    const at = Date.parse(point.at);
    if (before !== null && at - before > GAP_STEPS * step_s * 1000) out.push([(at + before) / 2, null]);
    out.push([at, point[part]]);
    before = at;
  }
  return out;
}

/** Of all devices that could be used, how many were, on the mean. */
export function shareUsed({ points }: Pick<DeviceUseOfType, "points">): number | null {
  const [used, all] = points.reduce(([u, a], one) => [u + one.used, a + one.used + one.available], [0, 0]);
  return all > 0 ? used / all : null;
}
