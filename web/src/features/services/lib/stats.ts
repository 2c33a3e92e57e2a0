// What a service did lately, as the charts draw it.
import type { ServicePoint, ServiceStats } from "@/api/contract";

/** Seconds that one point stands for; the window over the points where there are too few to tell. */
export function stepOf(stats: ServiceStats): number {
  const [first, second] = stats.points;
  const last = stats.points[stats.points.length - 1];
  if (first && second && last) {
    const span = (time(last) - time(first)) / 1000;
    if (span > 0) return span / (stats.points.length - 1);
  }
  return stats.points.length > 0 ? Math.max(1, stats.window_s / stats.points.length) : 1;
}

const time = (point: ServicePoint): number => new Date(point.at).getTime();

type Dot = [at: number, value: number | null];
export type Series = { answered: Dot[]; rejected: Dot[]; mean: Dot[]; p50: Dot[]; p99: Dot[] };

/** Of all requests, those that got a verdict. */
const answered = (point: ServicePoint): number => Math.max(0, point.requests - point.rejected - point.errors);

/** Rates are a second. A moment without answers has no latency, which leaves a gap. */
export function seriesOf(stats: ServiceStats): Series {
  const step = stepOf(stats);
  const dots = (value: (point: ServicePoint) => number | null): Dot[] => stats.points.map((point) => [time(point), value(point)]);
  const latency = (value: (point: ServicePoint) => number | null) => dots((point) => (answered(point) > 0 ? value(point) : null));
  return {
    answered: dots((point) => answered(point) / step),
    rejected: dots((point) => point.rejected / step),
    mean: latency((point) => point.mean_ms),
    p50: latency((point) => point.p50_ms),
    p99: latency((point) => point.p99_ms),
  };
}

export type Sums = { requests: number; rejected: number; errors: number; per_s: number; mean_ms: number | null; p99_ms: number | null };

/** Over the whole window; the mean weighs by answers, of p99 the worst is told. */
export function sumsOf(stats: ServiceStats): Sums {
  const sum = (value: (point: ServicePoint) => number) => stats.points.reduce((all, point) => all + value(point), 0);
  const verdicts = sum(answered);
  const busy = stats.points.filter((point) => answered(point) > 0);
  return {
    requests: sum((point) => point.requests),
    rejected: sum((point) => point.rejected),
    errors: sum((point) => point.errors),
    per_s: verdicts / Math.max(1, stepOf(stats) * stats.points.length),
    mean_ms: verdicts > 0 ? sum((point) => (point.mean_ms ?? 0) * answered(point)) / verdicts : null,
    p99_ms: busy.length > 0 ? Math.max(...busy.map((point) => point.p99_ms ?? 0)) : null,
  };
}
