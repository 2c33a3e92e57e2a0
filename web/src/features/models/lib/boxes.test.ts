import { describe, expect, it } from "vitest";
import { boxesOf, countBoxes, isFound, sumBoxes, worstOverlap } from "./boxes";

const at = (x: number, klass = "dent", score: number | null = null) => ({ class: klass, score, bbox: [x, 0, 10, 10] });

describe("boxes of an evaluation", () => {
  const boxes = boxesOf({
    marked: [at(0), at(50), at(80, "scratch")],
    // The less sure twin of the first is needless; the third has the wrong class.
    told: [at(1, "dent", 0.6), at(0, "dent", 0.9), at(80, "dent", 0.7), at(51, "dent", 0.3)],
  });
  it("are right once, the surest first, by class and place", () => {
    expect(boxes.told.map((one) => [one.score.toFixed(1), one.right])).toEqual([["0.9", true], ["0.7", false], ["0.6", false], ["0.3", true]]);
    expect(boxes.marked.map((one) => one.by?.toFixed(1) ?? null)).toEqual(["0.9", "0.3", null]);
  });
  it("are counted at any threshold, all or of one class", () => {
    expect(countBoxes(boxes, 0.5)).toEqual({ marked: 3, found: 1, told: 3 });
    expect(countBoxes(boxes, 0.2, "dent")).toEqual({ marked: 2, found: 2, told: 4 });
    expect(countBoxes(boxes, 0.2, "scratch")).toEqual({ marked: 1, found: 0, told: 0 });
    expect(sumBoxes([boxes, null, boxes], 0.5)).toEqual({ marked: 6, found: 2, told: 6 });
  });
  it("tell how much the worst marked one is covered by one of its class", () => {
    const two = boxesOf({ marked: [at(0), at(50)], told: [at(0, "dent", 0.9), at(55, "dent", 0.6), at(50, "scratch", 0.8)] });
    // 5 of 15 columns.
    expect(worstOverlap(two, 0.5)).toBeCloseTo(1 / 3);
    expect(worstOverlap(two, 0.7)).toBe(0);
    expect(worstOverlap(boxesOf({ marked: [], told: [at(0, "dent", 0.9)] }), 0.5)).toBeNull();
  });
  it("count from their very score on, as 32 bit numbers do", () => {
    const one = boxesOf({ marked: [at(0)], told: [at(0, "dent", 0.7)] });
    expect(isFound(one.marked[0]!, Math.fround(0.7))).toBe(true);
  });
});
