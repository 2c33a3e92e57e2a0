// What a job used, as its charts need it.
import type { JobMetric, JobMetrics } from "@/api/jobs";

export const SPANS = { "10m": 600, "1h": 3600, "1d": 86_400, all: null } as const satisfies Record<string, number | null>;
export type Span = keyof typeof SPANS;

type Figure = "cores" | "memory_bytes" | "processes" | "read_bytes_s" | "written_bytes_s" | "received_bytes_s" | "sent_bytes_s";
export type Series = [time: number, value: number | null][];

/** Points farther apart than this many steps have a gap between them: nothing was measured there, for it was paused. */
const GAP_STEPS = 4;

export function seriesOf({ points, step_s }: Pick<JobMetrics, "points" | "step_s">, figure: Figure): Series {
  const out: Series = [];
  let before: number | null = null;
  for (const point of points) {
    const at = Date.parse(point.at);
    if (before !== null && at - before > GAP_STEPS * step_s * 1000) out.push([(at + before) / 2, null]);
    out.push([at, point[figure]]);
    before = at;
  }
  return out;
}

/** Of each card, with the task where there are several. */
export function cardSeriesOf({ cards }: Pick<JobMetrics, "cards">, figure: "share" | "memory_bytes"): { rank: number; card: number; data: Series }[] {
  return cards.map(({ rank, card, points }) => ({ rank, card, data: points.map((point) => [Date.parse(point.at), point[figure]]) }));
}

/** Whether anything is known of it at all. */
export const isTold = (points: readonly JobMetric[], figure: Figure): boolean => points.some((point) => point[figure] !== null);

export function sumsOf(points: readonly JobMetric[]): { cores: number; most_cores: number; most_memory: number } {
  const mean = points.reduce((sum, point) => sum + point.cores, 0) / Math.max(1, points.length);
  const most = (of: (point: JobMetric) => number) => points.reduce((top, point) => Math.max(top, of(point)), 0);
  return { cores: mean, most_cores: most((point) => point.most_cores), most_memory: most((point) => point.most_memory_bytes) };
}
