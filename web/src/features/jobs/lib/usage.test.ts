import { describe, expect, it } from "vitest";
import type { JobMetric } from "@/api/jobs";
import { isTold, seriesOf, sumsOf } from "./usage";

const point = (s: number, cores = 0, memory = 1): JobMetric => ({
  at: new Date(s * 1000).toISOString(), cores, most_cores: cores, memory_bytes: memory, most_memory_bytes: memory, processes: 1,
  read_bytes_s: null, written_bytes_s: 5, received_bytes_s: null, sent_bytes_s: null,
});
const points = (from: number, to: number, cores = 0) => Array.from({ length: (to - from) / 2 }, (_, i) => point(from + 2 * i, cores));

describe("what a job used", () => {
  it("is a line with a gap where nothing was measured", () => {
    const series = seriesOf({ points: [point(0, 1), point(2, 2), point(100, 3)], step_s: 2 }, "cores");
    expect(series.map(([, value]) => value)).toEqual([1, 2, null, 3]);
    expect(isTold(points(0, 10), "read_bytes_s")).toBe(false);
    expect(isTold(points(0, 10), "written_bytes_s")).toBe(true);
  });
  it("has a mean and peaks", () => {
    expect(sumsOf([point(0, 1, 10), point(2, 3, 5)])).toEqual({ cores: 2, most_cores: 3, most_memory: 10 });
    expect(sumsOf([])).toEqual({ cores: 0, most_cores: 0, most_memory: 0 });
  });
});
