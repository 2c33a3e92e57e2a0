import { describe, expect, it } from "vitest";
import { boundsOf, isUpsideDown, saidTexts, signBounds, sureOf } from "./texts";

const quad = (...points: [number, number][]) => ({ quad: points });

describe("texts", () => {
  it("have an upright box, and may stand on their head", () => {
    const upright = quad([10, 20], [50, 22], [49, 40], [9, 38]);
    expect(boundsOf(upright)).toEqual([9, 20, 41, 20]);
    expect(isUpsideDown(upright)).toBe(false);
    expect(isUpsideDown(quad([50, 40], [10, 38], [10, 20], [50, 22]))).toBe(true);
    expect(isUpsideDown(quad([50, 10], [49, 90], [30, 90], [30, 10]))).toBe(false);
  });
  it("are said as a whole once one is corrected or the part is good", () => {
    const read = [{ text: "LOT 1" }, { text: "8O" }];
    expect(saidTexts(read, null, "ng")).toBeNull();
    expect(saidTexts(read, null, "ok")).toEqual(["LOT 1", "8O"]);
    expect(saidTexts(read, ["LOT 1", " 80 "], "ng")).toEqual(["LOT 1", "80"]);
    expect(saidTexts([], null, "ok")).toBeNull();
  });
  it("have a square around each sign that is known to stand somewhere", () => {
    const sign = (char: string, place: [number, number] | null = null) => ({ char, score: 1, place });
    const { quad: corners } = quad([0, 0], [60, 0], [60, 20], [0, 20]);
    const text = { quad: corners, chars: [sign("A", [10, 10]), sign("B", [30, 10]), sign("C", [50, 10])] };
    expect(signBounds(text, 1)).toEqual([14, -6, 32, 32]);
    expect(signBounds({ quad: corners, chars: [sign("A", [10, 10])] }, 0)).toEqual([-6, -6, 32, 32]);
    expect(signBounds({ quad: corners, chars: [sign("A")] }, 0)).toBeNull();
  });
  it("are sure, fair or unsure", () => {
    expect([0.95, 0.7, 0.2].map(sureOf)).toEqual(["sure", "fair", "unsure"]);
  });
});
