import { describe, expect, it, vi } from "vitest";
import type { Drawable } from "./canvas";
import { Stage } from "./stage";
import { Tiles, type TileSource } from "./tiles";

const source: TileSource = { side: 512, levels: [{ width: 10, height: 10, columns: 1, rows: 1, first: 0 }], load: () => Promise.reject(new Error("nothing is asked for here")) };
const picture = {} as unknown as Drawable;

describe("another picture in the place of this one", () => {
  it("keeps its pieces while one blinks, and lets them go with the picture", () => {
    let made = 0;
    const tilesOf = (one: TileSource) => {
      made += 1;
      return new Tiles(one, () => ({}) as unknown as HTMLCanvasElement, () => undefined);
    };
    const stage = new Stage(null, () => undefined);
    stage.load(picture, { width: 10, height: 10 });
    stage.setOther(picture, source, tilesOf);
    const pieces = stage.shownTiles;
    expect(pieces).not.toBeNull();
    stage.setOther(null, null, tilesOf);
    expect(stage.shownTiles).toBeNull();
    stage.setOther(picture, source, tilesOf);
    expect(stage.shownTiles).toBe(pieces);
    expect(made).toBe(1);
    // One that is whole has none.
    stage.setOther(picture, null, tilesOf);
    expect(stage.shownTiles).toBeNull();
    stage.setOther(picture, source, tilesOf);
    stage.load(picture, { width: 10, height: 10 });
    stage.setOther(picture, source, tilesOf);
    expect(made).toBe(3);
    // They go with the page, too.
    const [shown, own] = [stage.shownTiles, tilesOf(source)];
    stage.load(picture, { width: 10, height: 10 }, own);
    stage.setOther(picture, source, tilesOf);
    const ends = [shown, own, stage.shownTiles].map((one) => one && vi.spyOn(one, "stop"));
    stage.stop();
    expect(ends.map((end) => end?.mock.calls.length)).toEqual([0, 1, 1]);
  });
});
