import { describe, expect, it } from "vitest";
import { lineOf, shareUsed } from "./overTime";

const point = (minutes: number, used: number) => ({ at: new Date(minutes * 60_000).toISOString(), used, available: 8 - used, unschedulable: 0, most_used: used });

describe("devices over time", () => {
  it("have a gap where the server was away", () => {
    const points = [point(0, 2), point(5, 4), point(60, 4)];
    expect(lineOf({ points }, 300, "used")).toEqual([[0, 2], [300_000, 4], [1_950_000, null], [3_600_000, 4]]);
    expect(lineOf({ points }, 300, "available").map(([, value]) => value)).toEqual([6, 4, null, 4]);
  });
  it("tell how much of what there was is used", () => {
    expect(shareUsed({ points: [point(0, 2), point(5, 6)] })).toBe(0.5);
    expect(shareUsed({ points: [] })).toBeNull();
  });
});
