import { describe, expect, it } from "vitest";
import { findsPlaces, freePart, outlineOf, renamed, without } from "./ignored";

const parts = { clamp: { box: [1, 2, 30, 40] }, part2: { polygon: [[0, 0], [9, 0], [5, 9]] } };

describe("parts that do not matter", () => {
  it("have an outline, whatever they were drawn as", () => {
    expect(outlineOf(parts.clamp)).toEqual([[1, 2], [31, 2], [31, 42], [1, 42]]);
    expect(outlineOf(parts.part2)).toEqual([[0, 0], [9, 0], [5, 9]]);
  });
  it("keep their order and are never lost to a name that is taken", () => {
    expect(freePart(parts)).toBe("part3");
    expect(freePart({ part2: parts.clamp })).toBe("part3");
    expect(Object.keys(renamed(parts, "clamp", "hole"))).toEqual(["hole", "part2"]);
    expect(renamed(parts, "clamp", "part2")).toBe(parts);
    expect(Object.keys(without(parts, "clamp"))).toEqual(["part2"]);
  });
  it("are of models that find places", () => {
    expect(["anomaly", "segment", "detect", "compare", "classify"].every(findsPlaces)).toBe(true);
    expect(["read", "glue", "components", "recipe"].some(findsPlaces)).toBe(false);
  });
});
