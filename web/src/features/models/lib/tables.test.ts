import { describe, expect, it } from "vitest";
import { classTable, confusionOf } from "./classes";
import { changeOf, differences, pairsOf } from "./compare";
import { judgedOf, type Judged } from "./judged";

function picture(index: number, truth: string, bad: boolean, score: number, predicted: string | null = null): Judged {
  return { index, pictureId: `p${index}`, name: `${index}.png`, truth, bad, score, predicted, heat: true, boxes: null, bead: null, components: [], texts: [] };
}
const some = [
  picture(0, "good", false, 0.1, "good"),
  picture(1, "good", false, 0.6, "scratch"),
  picture(2, "scratch", true, 0.9, "scratch"),
  picture(3, "scratch", true, 0.2, "good"),
  picture(4, "dent", true, 0.7, "unknown"),
];

describe("class table", () => {
  it("follows the threshold, good classes first", () => {
    const rows = classTable(some, 0.5, [{ name: "scratch", pictures: 2, recall: 0.5, precision: 0.5 }]);
    expect(rows.map((row) => [row.name, row.bad, row.pictures, row.ok, row.ng, row.right])).toEqual([
      ["good", false, 2, 1, 1, 0.5],
      ["dent", true, 1, 0, 1, 1],
      ["scratch", true, 2, 1, 1, 0.5],
    ]);
    expect(rows[2]).toMatchObject({ recall: 0.5, precision: 0.5, iou: null });
    expect(classTable(some, 0.15, []).map((row) => row.ng)).toEqual([1, 1, 2]);
  });

  it("counts each picture once whatever the threshold", () => {
    for (let t = 0; t <= 1; t += 0.05) {
      const rows = classTable(some, t, []);
      expect(rows.reduce((sum, row) => sum + row.ok + row.ng, 0)).toBe(some.length);
    }
  });
});

describe("confusion of classes", () => {
  it("has known labels in order, then others, and counts every pair", () => {
    expect(confusionOf(some, ["good", "scratch", "dent"])).toEqual({
      labels: ["good", "scratch", "dent", "unknown"],
      matrix: [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]],
    });
  });
  it("is none where the model tells no classes", () => {
    expect(confusionOf(some.map((one) => ({ ...one, predicted: null })), [])).toBeNull();
  });
});

describe("comparison", () => {
  it("pairs pictures that both judged and tells who is right", () => {
    const other = [picture(0, "good", false, 0.8), picture(2, "scratch", true, 0.1), picture(9, "dent", true, 0.1)];
    const pairs = pairsOf(some, other);
    expect(pairs.map((pair) => pair.a.pictureId)).toEqual(["p0", "p2"]);
    expect(differences(pairs, 0.5, 0.5).map((one) => [one.a.pictureId, one.a_ng, one.b_ng, one.right])).toEqual([
      ["p2", true, false, "a"],
      ["p0", false, true, "a"],
    ]);
    expect(differences(pairs, 0.5, 0.05)).toHaveLength(1);
  });
});

describe("a change of a figure", () => {
  it("is better or worse by what one wants, and neither where it is too small to matter", () => {
    expect(changeOf(0.2, 0.1, "less")).toEqual({ sign: "−", by: 0.1, worth: "better" });
    expect(changeOf(0.5, 0.75, "less")).toEqual({ sign: "+", by: 0.25, worth: "worse" });
    expect(changeOf(0.5, 0.75, "more").worth).toBe("better");
    expect(changeOf(12_000_000, 12_000_005, "less", 0.05).worth).toBe("alike");
    expect(changeOf(12_000_000, 13_000_000, "less", 0.05).worth).toBe("worse");
    expect(changeOf(20, 19.5, "less", 0.05)).toEqual({ sign: "−", by: 0.5, worth: "alike" });
  });
});

describe("a judged picture", () => {
  it("lies below every threshold without a score, and is compared in 32 bits", () => {
    const raw = { index: 0, picture_id: "p", name: "a.png", class: "", score: null as unknown as number, verdict: "ok" as const, truth_bad: true, predicted_class: null, heat: false, boxes: null, bead: null, components: [], texts: [] };
    expect(judgedOf(raw)).toMatchObject({ score: -Infinity, truth: null });
    expect(judgedOf({ ...raw, score: 0.1 }).score).toBe(Math.fround(0.1));
  });
});
