import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeAssist } from "./client";
import { most } from "./windows";
import type { Answer, Asked } from "./worker";
import type { Patch } from "../rle";
import type { Box } from "../types";

const size = { width: 8, height: 6 };
const picture = (name: string) => ({ name }) as unknown as CanvasImageSource;
let told: string[];
/** Bitmaps come when the test lets them. */
let bitmaps: Map<string, () => void>;

beforeEach(() => {
  told = [];
  bitmaps = new Map();
  vi.stubGlobal("Worker", class {});
  vi.stubGlobal("OffscreenCanvas", class {});
  vi.stubGlobal("createImageBitmap", ({ name }: { name: string }) =>
    new Promise((resolve) => bitmaps.set(name, () => resolve({ name, close: () => told.push(`closed ${name}`) }))),
  );
});
afterEach(() => vi.unstubAllGlobals());

function made(answers: unknown[] = []) {
  const worker = {
    onmessage: null as ((event: { data: Answer }) => void) | null,
    postMessage({ id, ask, sharp }: Asked) {
      const name = (bitmap: ImageBitmap) => (bitmap as unknown as { name: string }).name;
      told.push(ask.what === "picture" ? `picture ${name(ask.bitmap)}` : sharp ? `${ask.what} with ${name(sharp.bitmap)}` : ask.what);
      const value = ask.what === "picture" ? null : (answers.shift() ?? []);
      queueMicrotask(() => this.onmessage?.({ data: { id, value, failed: false } }));
    },
    terminate: () => undefined,
  };
  return makeAssist(() => worker as unknown as Worker);
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const come = async (name: string) => {
  bitmaps.get(name)?.();
  await settled();
};

describe("the page's end of the helpers", () => {
  it("sends a picture ahead only where something was asked of the one before", async () => {
    const assist = made();
    assist?.begin(picture("a"), size);
    await settled();
    expect(bitmaps.size).toBe(0);
    const answer = assist?.same({ x: 0, y: 0, w: 2, h: 2 });
    await come("a");
    await answer;
    expect(told).toEqual(["picture a", "same"]);
    assist?.begin(picture("b"), size);
    await come("b");
    expect(told.at(-1)).toBe("picture b");
    // Nothing was asked of that one.
    assist?.begin(picture("c"), size);
    await settled();
    expect(bitmaps.has("c")).toBe(false);
  });

  it("tells the places of a picture once, before the first question that needs them", async () => {
    const assist = made();
    assist?.begin(picture("a"), size);
    assist?.describe(new ArrayBuffer(4));
    const wand = assist?.wand([], 3);
    await come("a");
    await wand;
    expect(told).toEqual(["picture a", "wand"]);
    await assist?.same({ x: 0, y: 0, w: 2, h: 2 });
    await assist?.same({ x: 0, y: 0, w: 2, h: 2 });
    expect(told).toEqual(["picture a", "wand", "describe", "same", "same"]);
    // Of the next one nothing is known.
    assist?.begin(picture("b"), size);
    const other = assist?.same({ x: 0, y: 0, w: 2, h: 2 });
    await come("b");
    await other;
    expect(told.slice(-2)).toEqual(["picture b", "same"]);
  });

  it("never sends a picture behind the one that lies there", async () => {
    const assist = made();
    assist?.begin(picture("a"), size);
    void assist?.same({ x: 0, y: 0, w: 2, h: 2 });
    assist?.begin(picture("b"), size);
    await come("b");
    await come("a");
    expect(told).toEqual(["picture b", "closed a"]);
  });

  describe("of a picture that is held in small", () => {
    const large = { width: 10_000, height: 9_000 };
    const patch = (x: number, y: number, w: number, h: number): Patch => ({ x, y, w, h, data: new Uint8Array(1) });
    /** Its pieces are as sharp as is wished, and named by what was asked for. */
    function opened(answers: unknown[], sharp: (box: Box) => boolean) {
      const asked: [Box, number][] = [];
      const assist = made(answers);
      assist?.begin(picture("a"), large, (box, pixels) => {
        asked.push([box, pixels]);
        return sharp(box) ? Promise.resolve({ image: picture(`part ${asked.length}`), box }) : Promise.resolve(null);
      });
      return { assist, asked };
    }
    const lay = async (...names: string[]) => {
      for (const name of names) await come(name);
    };

    it("sends the pixels of the part that is looked at with the question", async () => {
      const { assist, asked } = opened([], () => true);
      const trail = assist?.trail([5000, 4000], 320);
      await lay("a", "part 1");
      await trail;
      expect(told).toEqual(["picture a", "trail with part 1"]);
      expect(asked).toEqual([[{ x: 4680, y: 3680, w: 640, h: 640 }, most.trail]]);
      // Where the small picture is as sharp nothing is sent, and what is looked for everywhere takes the small one.
      const { assist: other } = opened([], () => false);
      const refine = other?.refine({ x: 0, y: 0, w: 9000, h: 9000 }, [], 3);
      await lay("a");
      await refine;
      await other?.same({ x: 0, y: 0, w: 9, h: 9 });
      expect(told.slice(-2)).toEqual(["refine", "same"]);
    });

    it("looks again with finer pixels around what the wand found, and farther where that goes on", async () => {
      const touch = { at: [5010, 4010] as [number, number], inside: true };
      const fine = patch(4950, 3950, 130, 120);
      const { assist, asked } = opened([patch(5000, 4000, 40, 40), patch(4936, 3950, 100, 100), fine], () => true);
      const found = assist?.wand([touch], 20);
      await lay("a", "part 1", "part 2");
      expect(await found).toBe(fine);
      expect(told).toEqual(["picture a", "wand", "wand with part 1", "wand with part 2"]);
      expect(asked.map(([box]) => box)).toEqual([{ x: 4936, y: 3936, w: 168, h: 168 }, { x: 4852, y: 3852, w: 336, h: 336 }]);
    });

    it("keeps what the wand found in small where nothing sharper can be had", async () => {
      const coarse = patch(0, 0, 9000, 9000);
      const { assist } = opened([coarse], () => false);
      const found = assist?.wand([{ at: [5, 5], inside: true }], 20);
      await lay("a");
      expect(await found).toBe(coarse);
      expect(told).toEqual(["picture a", "wand"]);
    });
  });
});
