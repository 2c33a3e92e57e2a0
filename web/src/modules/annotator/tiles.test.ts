import { describe, expect, it } from "vitest";
import { plainLook } from "./look";
import { levelFor, levelOfPart, MOST_TILES, overviewLevel, Tiles, tilesIn, type TileLevel, type TileSource } from "./tiles";
import type { Viewport } from "./viewport";

/** As the server cuts them. */
function levelsOf(width: number, height: number, side = 512): TileLevel[] {
  const all: TileLevel[] = [];
  for (let [w, h, first] = [width, height, 0]; ; ) {
    const [columns, rows] = [Math.ceil(w / side), Math.ceil(h / side)];
    all.push({ width: w, height: h, columns, rows, first });
    if (columns * rows === 1) return all;
    first += columns * rows;
    [w, h] = [Math.ceil(w / 2), Math.ceil(h / 2)];
  }
}

const levels = levelsOf(10_000, 9_000);
type Request = { number: number; signal: AbortSignal; answer: () => void; fail: () => void };

function watched(): { source: TileSource; asked: Request[]; drawn: number[][]; context: CanvasRenderingContext2D } {
  const asked: Request[] = [];
  const drawn: number[][] = [];
  const context = { drawImage: (_: unknown, ...box: number[]) => drawn.push(box) } as unknown as CanvasRenderingContext2D;
  const load = (number: number, signal: AbortSignal) =>
    new Promise<CanvasImageSource>((resolve, reject) => {
      asked.push({ number, signal, answer: () => resolve({} as CanvasImageSource), fail: () => reject(new Error("cut")) });
    });
  return { source: { side: 512, levels, load }, asked, drawn, context };
}
const screen = { width: 1200, height: 800 };
const settle = () => new Promise((done) => setTimeout(done, 0));
const noCanvas = () => ({}) as HTMLCanvasElement;

describe("pieces of a picture", () => {
  it("cover what is seen, each place once, and nothing else", () => {
    let state = 7;
    const chance = (most: number) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state / 2 ** 32) * most;
    };
    for (let round = 0; round < 200; round += 1) {
      const level = Math.floor(chance(levels.length));
      const part = { x: chance(9000) - 500, y: chance(9000) - 500, w: chance(4000), h: chance(4000) };
      const tiles = tilesIn({ side: 512, levels }, level, part);
      expect(new Set(tiles.map((one) => one.number)).size).toBe(tiles.length);
      const at = [part.x + chance(part.w), part.y + chance(part.h)] as const;
      const holding = tiles.filter(({ box }) => at[0] >= box.x && at[0] < box.x + box.w && at[1] >= box.y && at[1] < box.y + box.h);
      const inside = at[0] >= 0 && at[1] >= 0 && at[0] < 10_000 && at[1] < 9_000;
      expect(holding.length).toBe(inside ? 1 : holding.length);
      for (const { box } of tiles) expect(box.x < part.x + part.w && box.x + box.w > part.x && box.y < part.y + part.h && box.y + box.h > part.y).toBe(true);
    }
  });

  it("come from the level that is as sharp as the screen", () => {
    expect([levelFor(6, 4), levelFor(6, 1), levelFor(6, 0.5), levelFor(6, 0.26), levelFor(6, 0.001)]).toEqual([0, 0, 1, 2, 5]);
    expect(levels[overviewLevel({ levels })]?.width).toBe(2500);
  });

  it("are asked for a few at a time, from the middle on, and given up when one moves on", async () => {
    const { source, asked, context } = watched();
    const tiles = new Tiles(source, noCanvas, () => undefined);
    const view: Viewport = { scale: 1, x: -4000, y: -4000 };
    tiles.draw(context, view, screen, 1, plainLook);
    expect(asked.length).toBe(6);
    const middle = tilesIn(source, 0, { x: 4000, y: 4000, w: 1200, h: 800 })[0];
    expect(asked[0]?.number).toBe(middle?.number);
    tiles.draw(context, { ...view, x: -8000 }, screen, 1, plainLook);
    expect(asked.slice(0, 6).every((one) => one.signal.aborted)).toBe(true);
    expect(asked.length).toBe(12);
    // What comes after all is not kept.
    asked[0]?.answer();
    await settle();
    expect(tiles.counts).toEqual({ held: 0, loading: 6 });
    tiles.stop();
    expect(asked.every((one) => one.signal.aborted)).toBe(true);
  });

  it("lie where they belong, and the coarser ones below while finer ones are on their way", async () => {
    const { source, asked, drawn, context } = watched();
    const tiles = new Tiles(source, noCanvas, () => undefined);
    const far: Viewport = { scale: 0.5, x: -2000, y: -2000 };
    tiles.draw(context, far, screen, 1, plainLook);
    asked.forEach((one) => one.answer());
    await settle();
    tiles.draw(context, far, screen, 1, plainLook);
    expect(drawn.length).toBe(6);
    expect(drawn.every(([x = 0, y = 0]) => x % 1024 === 0 && y % 1024 === 0)).toBe(true);
    drawn.length = 0;
    tiles.draw(context, { scale: 1, x: -4200, y: -4200 }, screen, 1, plainLook);
    expect(drawn.length).toBeGreaterThan(0);
    expect(drawn.every(([, , w = 0]) => w >= 1024)).toBe(true);
  });

  it("take no more room than they may, wherever one goes", async () => {
    const { source, asked, context } = watched();
    const tiles = new Tiles(source, noCanvas, () => undefined);
    for (let step = 0; step < 60; step += 1) {
      const view: Viewport = { scale: 1, x: -(step % 8) * 1100, y: -Math.floor(step / 8) * 1000 };
      for (let frame = 0; frame < 4; frame += 1) {
        tiles.draw(context, view, screen, 1, plainLook);
        asked.splice(0).forEach((one) => one.answer());
        await settle();
      }
      expect(tiles.counts.held).toBeLessThanOrEqual(MOST_TILES);
    }
    expect(tiles.counts.held).toBe(MOST_TILES);
  });

  it("that did not come are asked for again only after a while", async () => {
    const { source, asked, context } = watched();
    let now = 0;
    const tiles = new Tiles(source, noCanvas, () => undefined, () => now);
    const view: Viewport = { scale: 1, x: 0, y: 0 };
    const small = { width: 400, height: 400 };
    tiles.draw(context, view, small, 1, plainLook);
    expect(asked.length).toBe(1);
    asked[0]?.fail();
    await settle();
    tiles.draw(context, view, small, 1, plainLook);
    expect(asked.length).toBe(1);
    now = 5000;
    tiles.draw(context, view, small, 1, plainLook);
    expect(asked.length).toBe(2);
    tiles.stop();
  });

  it("are put together for whoever looks at the pixels of a part, as sharp as those are wished", async () => {
    const { source, asked, drawn, context } = watched();
    const sizes: number[][] = [];
    const canvas = (width: number, height: number) => {
      sizes.push([width, height]);
      return { getContext: () => context } as unknown as HTMLCanvasElement;
    };
    const tiles = new Tiles(source, canvas, () => undefined);
    const box = { x: 1000, y: 2000, w: 600, h: 300 };
    expect([levelOfPart(source, box, 600 * 300), levelOfPart(source, box, 300 * 150), levelOfPart(source, box, 100 * 50)]).toEqual([0, 1, null]);
    const part = tiles.part(box, 600 * 300);
    expect(asked.map((one) => one.number).sort((a, b) => a - b)).toEqual(tilesIn(source, 0, box).map((one) => one.number).sort((a, b) => a - b));
    for (const one of asked) one.answer();
    expect((await part)?.box).toEqual(box);
    expect(sizes).toEqual([[600, 300]]);
    expect(drawn.map(([x, y]) => [x, y])).toContainEqual([1024 - 1000, 2048 - 2000]);
    // What came is kept; at a coarser level the places are those of its pixels.
    const many = asked.length;
    await tiles.part(box, 600 * 300);
    expect(asked.length).toBe(many);
    const coarser = tiles.part({ ...box, x: 1001 }, 300 * 150);
    for (const one of asked.slice(many)) one.answer();
    expect((await coarser)?.box).toEqual({ x: 1000, y: 2000, w: 602, h: 300 });
    expect(await tiles.part(box, 100 * 50)).toBeNull();
    // Nobody gets a part of a picture that is gone.
    const late = tiles.part({ x: 5000, y: 5000, w: 100, h: 100 }, 10_000);
    tiles.stop();
    asked.at(-1)?.answer();
    expect(await late).toBeNull();
  });
});
