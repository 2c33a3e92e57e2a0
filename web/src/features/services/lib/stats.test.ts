import { describe, expect, it } from "vitest";
import type { ServicePoint, ServiceStats } from "@/api/contract";
import { seriesOf, stepOf, sumsOf } from "./stats";

function point(second: number, requests: number, mean: number, rejected = 0): ServicePoint {
  return { at: new Date(second * 1000).toISOString(), requests, rejected, errors: 0, mean_ms: mean, p50_ms: mean, p99_ms: mean * 3 };
}
const stats = (points: ServicePoint[]): ServiceStats => ({ window_s: 60, points, now: { in_flight: 0, queue: 0 } });

describe("statistics of a service", () => {
  it("tells rates a second whatever a point stands for", () => {
    const some = stats([point(0, 10, 5), point(5, 25, 8, 5), point(10, 0, 0)]);
    expect(stepOf(some)).toBe(5);
    expect(seriesOf(some).answered.map(([, value]) => value)).toEqual([2, 4, 0]);
    expect(seriesOf(some).rejected.map(([, value]) => value)).toEqual([0, 1, 0]);
  });
  it("leaves a gap where nothing was answered", () => {
    expect(seriesOf(stats([point(0, 1, 5), point(1, 0, 0)])).mean.map(([, value]) => value)).toEqual([5, null]);
  });
  it("weighs the mean by answers", () => {
    expect(sumsOf(stats([point(0, 1, 10), point(1, 7, 2, 4)]))).toMatchObject({ requests: 8, rejected: 4, mean_ms: 4, p99_ms: 30, per_s: 2 });
  });
  it("stands without any point", () => {
    expect(sumsOf(stats([]))).toEqual({ requests: 0, rejected: 0, errors: 0, per_s: 0, mean_ms: null, p99_ms: null });
    expect(seriesOf(stats([])).mean).toEqual([]);
  });
});
