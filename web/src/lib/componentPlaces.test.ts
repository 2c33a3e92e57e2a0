import { describe, expect, it } from "vitest";
import { shownComponents } from "./componentPlaces";

const told = (state: "ok" | "missing" | "reversed", score: number, dx = 0) => ({ state, score, dx, dy: 0, angle: 0 });
const region = (klass: string, score: number, x: number) => ({ class: klass, score, bbox: [x, 0, 9, 9] as [number, number, number, number], polygon: [], area: 81 });

describe("components of a board", () => {
  it("are shown from the worst on, each where it lies", () => {
    const board = [{ name: "R1", bbox: [10, 10, 20, 10] }, { name: "R2", bbox: [50, 10, 20, 10] }, { name: "U1", bbox: [90, 10, 20, 10] }];
    const all = shownComponents(
      { R1: told("ok", 0.3, 2), R2: told("missing", 0.8), U1: told("reversed", 0.9), X9: told("ok", 0.1) },
      [region("missing", 0.8, 51), region("reversed", 0.9, 91)], board,
    );
    expect(all.map((one) => one.name)).toEqual(["U1", "R2", "R1", "X9"]);
    expect(all[0]?.here).toEqual([91, 0, 9, 9]);
    expect(all[2]).toMatchObject({ here: [12, 10, 20, 10], golden: [10, 10, 20, 10] });
    expect(all[3]).toMatchObject({ here: null, golden: null });
  });
});
