import { describe, expect, it } from "vitest";
import { componentRows } from "./components";
import type { Judged } from "./judged";

const judged = (components: Judged["components"]): Judged => ({ index: 0, pictureId: "p", name: "a", truth: null, bad: false, score: 0, predicted: null, heat: false, boxes: null, bead: null, components, texts: [] });

describe("components of judged boards", () => {
  it("are counted by name where their truth is known, those with escapes first", () => {
    const pictures = [
      judged([{ name: "R1", state: "ok", score: 0.2, truth: "ok" }, { name: "R2", state: "missing", score: 0.9, truth: "missing" }, { name: "R9", state: "ok", score: 0.1, truth: null }]),
      judged([{ name: "R1", state: "missing", score: 0.7, truth: "ok" }, { name: "R2", state: "missing", score: 0.6, truth: "reversed" }]),
    ];
    expect(componentRows(pictures, 0.5)).toEqual([
      { name: "R1", sound: 2, overkilled: 1, faulty: 0, escaped: 0, named: 0, most: 0.7 },
      { name: "R2", sound: 0, overkilled: 0, faulty: 2, escaped: 0, named: 1, most: null },
    ]);
    expect(componentRows(pictures, 0.8)[0]).toMatchObject({ name: "R2", escaped: 1, named: 1 });
  });
});
