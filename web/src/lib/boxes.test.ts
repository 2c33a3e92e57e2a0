import { describe, expect, it } from "vitest";
import { isBox, overlap } from "./boxes";

describe("boxes", () => {
  it("are told from other outlines", () => {
    const bbox = [10, 20, 30, 5];
    expect(isBox({ bbox, polygon: [[10, 20], [40, 20], [40, 25], [10, 25]] })).toBe(true);
    expect(isBox({ bbox, polygon: [[10, 20], [40, 22], [40, 25], [10, 25]] })).toBe(false);
    expect(isBox({ bbox, polygon: [[10, 20], [40, 20], [40, 25]] })).toBe(false);
    expect(isBox({ bbox, polygon: [] })).toBe(false);
  });
  it("overlap by what they have in common of what both cover", () => {
    expect(overlap([0, 0, 10, 10], [0, 0, 10, 10])).toBe(1);
    expect(overlap([0, 0, 10, 10], [5, 0, 10, 10])).toBeCloseTo(1 / 3);
    expect(overlap([0, 0, 10, 10], [10, 0, 10, 10])).toBe(0);
    expect(overlap([0, 0, 0, 0], [0, 0, 0, 0])).toBe(0);
  });
});
