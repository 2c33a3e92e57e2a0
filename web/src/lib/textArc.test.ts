import { describe, expect, it } from "vitest";
import { arcOf, isSound, outlineOf } from "./textArc";

const over = { start: [0, 100], middle: [100, 0], end: [200, 100], height: 20 };

describe("text along a circle", () => {
  it("has its top outside above, and inside below", () => {
    const top = outlineOf(over)[12];
    expect(top?.[0]).toBeCloseTo(100);
    expect(top?.[1]).toBeCloseTo(-10);
    expect(outlineOf({ ...over, middle: [100, 200] })[12]?.[1]).toBeCloseTo(190);
  });
  it("is straight where its points are", () => {
    const outline = outlineOf({ start: [10, 50], middle: [60, 50], end: [110, 50], height: 20 });
    expect([outline[0], outline[24], outline[25]]).toEqual([[10, 40], [110, 40], [110, 60]]);
  });
  it("has room within its circle, and a length", () => {
    expect(isSound(over, 6)).toBe(true);
    expect(isSound({ ...over, height: 210 }, 6)).toBe(false);
    expect(isSound({ ...over, height: 5 }, 6)).toBe(false);
    expect(isSound({ ...over, middle: [0, 100], end: [0, 100] }, 6)).toBe(false);
    // Points in a wrong order: nearly all of a circle of 500,000 pixels across.
    expect(isSound({ start: [0, 0], middle: [3000, 12], end: [1000, 0], height: 20 }, 6)).toBe(false);
    expect(isSound({ start: [0, 0], middle: [2000, 0], end: [4000, 0], height: 1e6 }, 6)).toBe(false);
    expect(arcOf([[0, 100], [100, 0], [200, 100]], 6)).toEqual({ ...over, height: 25 });
  });
});
