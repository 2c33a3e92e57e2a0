import { describe, expect, it } from "vitest";
import { Annotator } from "../../annotator";
import { settingsFrom } from "../../settings";
import type { Patch } from "../../rle";
import { emptyDocument } from "../../types";

const context = new Proxy({} as Record<string | symbol, unknown>, {
  get: (target, name) => target[name] ?? (() => ({ data: new Uint8ClampedArray(4) })),
  set: (target, name, value) => ((target[name] = value), true),
}) as unknown as CanvasRenderingContext2D;

/** A disc of 40 pixels across. */
const disc: Patch = {
  x: 30, y: 30, w: 40, h: 40,
  data: Uint8Array.from({ length: 1600 }, (_, at) => (Math.hypot((at % 40) - 19.5, Math.floor(at / 40) - 19.5) < 20 ? 1 : 0)),
};

function made() {
  let serial = 0;
  let asked = 0;
  const none = () => Promise.resolve(null);
  const annotator = new Annotator({
    context,
    makeCanvas: () => ({ width: 1, height: 1, getContext: () => context }) as unknown as HTMLCanvasElement,
    newId: () => `r${(serial += 1)}`,
    onEdit: () => undefined,
    schedule: () => undefined,
    assist: {
      begin: () => undefined, describe: () => undefined, look: none, refine: none, trail: none, cells: none, same: none, hold: none, follow: () => Promise.resolve([{ dx: 0, dy: 0, likeness: 0 }]),
      wand: () => {
        asked += 1;
        return Promise.resolve(disc);
      },
    },
  });
  annotator.setClasses([{ id: "scratch", name: "Scratch", colour: "#e5484d", good: false }]);
  annotator.resize({ width: 200, height: 200 }, 1);
  annotator.load({} as CanvasImageSource, { width: 200, height: 200 }, emptyDocument);
  annotator.oneToOne();
  annotator.setTool("wand");
  return { annotator, asked: () => asked };
}
const settled = () => new Promise((done) => setTimeout(done, 0));

describe("an outline that a helper proposes", () => {
  it("has fewer points where it is to be smoother, and becomes a mask, without looking at the pixels again", async () => {
    const points = async (smooth: number): Promise<number> => {
      const { annotator, asked } = made();
      annotator.down([50, 50], { pan: false, shift: false, alt: false });
      annotator.up([50, 50], { shift: false, alt: false });
      await settled();
      annotator.set({ smooth });
      annotator.accept();
      expect(asked()).toBe(1);
      const shape = annotator.document.regions[0]?.shape;
      return shape?.kind === "polygon" ? shape.points.length : 0;
    };
    const [fine, usual, smooth] = [await points(0.5), await points(1), await points(4)];
    expect(fine).toBeGreaterThan(usual);
    expect(usual).toBeGreaterThan(smooth);
    expect(smooth).toBeGreaterThanOrEqual(3);

    const { annotator } = made();
    annotator.down([50, 50], { pan: false, shift: false, alt: false });
    annotator.up([50, 50], { shift: false, alt: false });
    await settled();
    annotator.set({ as: "brush" });
    annotator.accept();
    expect(annotator.document.regions.map((one) => one.shape.kind)).toEqual(["brush"]);
  });

  it("is not taken for one of the regions that were taken along, which stay proposed", async () => {
    const { annotator } = made();
    const region = { id: "old", class_id: "scratch", shape: { kind: "box" as const, x: 10, y: 10, w: 20, h: 20 } };
    expect(await annotator.follow([region])).toEqual({ sure: 0, unsure: 1 });
    annotator.set({ smooth: 4 });
    expect(annotator.accept()).toBe(true);
    expect(annotator.document.regions.map((one) => one.shape)).toEqual([region.shape]);
  });

  it("is as smooth as can be told, whatever was kept", () => {
    expect(settingsFrom({ smooth: 900 }).smooth).toBe(16);
    expect(settingsFrom({ smooth: "much" }).smooth).toBe(1);
  });
});
