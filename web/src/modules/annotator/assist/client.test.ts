import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeAssist } from "./client";
import type { Answer, Asked } from "./worker";

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

function made() {
  const worker = {
    onmessage: null as ((event: { data: Answer }) => void) | null,
    postMessage({ id, ask }: Asked) {
      told.push(ask.what === "picture" ? `picture ${(ask.bitmap as unknown as { name: string }).name}` : ask.what);
      queueMicrotask(() => this.onmessage?.({ data: { id, value: [], failed: false } }));
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
});
