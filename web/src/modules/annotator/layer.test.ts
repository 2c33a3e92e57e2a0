import { beforeEach, describe, expect, it } from "vitest";
import { changes, Layer, type Frame } from "./layer";
import type { Painter } from "./painter";
import type { Region, Shape } from "./types";

const region = (id: string, x: number): Region => ({ id, class_id: "c", shape: { kind: "box", x, y: 10, w: 10, h: 10 } });
const screen = { width: 400, height: 300 };

let drawn: Shape[];
let clock: number;
/** Milliseconds that one shape takes. */
let cost: number;
let laid: unknown[][];
let layer: Layer;
const context = () => new Proxy({} as Record<string | symbol, unknown>, {
  get: (target, name) => (name === "drawImage" ? (...what: unknown[]) => void laid.push(what) : target[name] ?? (() => undefined)),
  set: (target, name, value) => ((target[name] = value), true),
}) as unknown as CanvasRenderingContext2D;
const none: ReadonlySet<string> = new Set();
const frame = (regions: readonly Region[], more: Partial<Frame> = {}): Frame => ({ regions, hidden: none, chosen: none, colours: 0, view: { scale: 1, x: 0, y: 0 }, screen, ratio: 1, ...more });
const many = Array.from({ length: 200 }, (_, index) => region(`r${index}`, index * 1.5));

beforeEach(() => {
  drawn = [];
  laid = [];
  clock = 0;
  cost = 0;
  const painter = {
    draw: (_: unknown, shape: Shape) => {
      drawn.push(shape);
      clock += cost;
    },
  } as unknown as Painter;
  layer = new Layer(painter, () => ({ width: 800, height: 700, getContext: context }) as unknown as HTMLCanvasElement, () => "#ffffff", () => clock);
});

describe("the sheet of regions", () => {
  it("is drawn once, and only laid elsewhere while the picture is moved a little", () => {
    expect(layer.draw(context(), frame(many))).toBe(false);
    expect(drawn).toHaveLength(200);
    for (let x = 0; x < 100; x += 10) layer.draw(context(), frame(many, { view: { scale: 1, x, y: 0 } }));
    expect(drawn).toHaveLength(200);
    expect(laid.at(-1)?.slice(1)).toEqual([90 - 200, -200]);
  });
  it("is drawn anew farther away, in another size, and for other colours", () => {
    layer.draw(context(), frame(many));
    layer.draw(context(), frame(many, { view: { scale: 1, x: 170, y: 0 } }));
    expect(drawn).toHaveLength(400);
    layer.draw(context(), frame(many, { view: { scale: 2, x: 170, y: 0 } }));
    expect(drawn.length).toBeGreaterThan(400);
    const before = drawn.length;
    layer.draw(context(), frame(many, { view: { scale: 2, x: 170, y: 0 }, colours: 1 }));
    expect(drawn.length).toBeGreaterThan(before);
  });
  it("leaves out what is hidden and what lies beside the screen", () => {
    layer.draw(context(), frame([region("a", 10), region("b", 5000), region("c", 30)], { hidden: new Set(["c"]) }));
    expect(drawn).toEqual([region("a", 10).shape]);
  });
  it("takes several frames where there is much to draw, and shows the old sheet meanwhile", () => {
    cost = 0.2;
    let frames = 1;
    while (layer.draw(context(), frame(many))) frames += 1;
    expect(frames).toBeGreaterThan(4);
    expect(drawn).toHaveLength(200);
    const shown = laid.length;
    layer.draw(context(), frame(many, { view: { scale: 1.3, x: 0, y: 0 } }));
    // The old one, stretched.
    expect(laid.length).toBe(shown + 1);
    expect(laid.at(-1)).toHaveLength(5);
  });
  it("is mended where one region changed: only what touches that place is drawn again", () => {
    layer.draw(context(), frame(many));
    drawn = [];
    const moved = many.map((one) => (one.id === "r100" ? region("r100", 300) : one));
    expect(layer.draw(context(), frame(moved))).toBe(false);
    expect(drawn.length).toBeGreaterThan(0);
    expect(drawn.length).toBeLessThan(80);
  });
});

describe("what changed between two lists", () => {
  it("is told for a change, an addition and a removal, but not for another order or too much", () => {
    const [a, b, c] = [region("a", 1), region("b", 2), region("c", 3)];
    const other = region("b", 9);
    expect(changes([a, b, c], [a, other, c])).toEqual([b, other]);
    expect(changes([a, c], [a, b, c])).toEqual([b]);
    expect(changes([a, b, c], [a, b])).toEqual([c]);
    expect(changes([a, b], [b, a])).toBeNull();
    expect(changes([], many)).toBeNull();
  });
});
