import { describe, expect, it } from "vitest";
import type { Judged } from "./judged";
import { textFigures, textRows, textsOf } from "./texts";

const text = (wanted: string, read: string, score: number) => ({ wanted, read, score, right: wanted === read });
const picture = (index: number, ...texts: Judged["texts"]): Judged => ({
  index, pictureId: String(index), name: `${index}.png`, truth: null, bad: false, score: 0, predicted: null, heat: false, boxes: null, bead: null, components: [], texts,
});

describe("texts of judged pictures", () => {
  const rows = textRows([picture(0, text("AB", "AB", 0.95), text("K7", "K1", 0.4)), picture(1, text("XY", "XY", 0.3), text("12", "1Z", 0.9))]);
  it("stand with the surest mistakes first", () => {
    expect(rows.map((one) => one.wanted)).toEqual(["12", "K7", "XY", "AB"]);
  });
  it("follow the threshold", () => {
    expect(textFigures(rows, 0.5)).toEqual({ texts: 4, right: 2, overkilled: 1, escaped: 1 });
    expect(textFigures(rows, 0)).toEqual({ texts: 4, right: 2, overkilled: 2, escaped: 0 });
    expect(textsOf(rows, "unsure", 0.5).map((one) => one.wanted)).toEqual(["XY"]);
    expect(textsOf(rows, "misread", 0.5)).toHaveLength(2);
  });
});
