import { describe, expect, it } from "vitest";
import { boxesOf } from "./boxes";
import { listOf, type Wanted } from "./gallery";
import type { Judged } from "./judged";

const at = (x: number, score: number | null = null) => ({ class: "dent", score, bbox: [x, 0, 10, 10] });
const picture = (index: number, boxes: Judged["boxes"], name = `Lot/${index}.png`): Judged => ({
  index, pictureId: `id${index}`, name, truth: index === 2 ? "good" : "dent", bad: index !== 2, score: 0.9 - index / 10, predicted: null, heat: true, boxes, bead: null, components: [], texts: [],
});
const pictures = [
  picture(0, boxesOf({ marked: [at(0)], told: [at(0, 0.9)] })),
  picture(1, boxesOf({ marked: [at(0), at(50)], told: [at(0, 0.9), at(55, 0.8)] })),
  picture(2, boxesOf({ marked: [], told: [] })),
  picture(3, null, "other.png"),
];
const found = (wanted: Wanted, threshold = 0.5) => listOf(pictures, threshold, "all", "high", wanted).map((one) => one.index);

describe("pictures of an evaluation", () => {
  it("are found by the overlap of their worst box, where something is marked", () => {
    expect(found({})).toEqual([0, 1, 2, 3]);
    expect(found({ from: 0.9 })).toEqual([0]);
    expect(found({ to: 0.5 })).toEqual([1]);
    expect(found({ from: 0, to: 1 })).toEqual([0, 1]);
    // What is told too unsurely covers nothing.
    expect(found({ to: 0 }, 0.85)).toEqual([1]);
  });
  it("are found by a part of their name, by their id, and by class", () => {
    expect(found({ text: "lot/" })).toEqual([0, 1, 2]);
    expect(found({ text: "id3" })).toEqual([3]);
    expect(found({ text: "id" })).toEqual([]);
    expect(found({ klass: "good", text: "png" })).toEqual([2]);
  });
});
