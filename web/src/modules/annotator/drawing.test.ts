// Each shape drawn by the mouse and by keys alone, changed by its handles, and taken back.
import { beforeEach, describe, expect, it } from "vitest";
import { Annotator } from "./annotator";
import { areaOf } from "./shapes";
import { emptyDocument, type Point, type Shape } from "./types";
import type { ToolName } from "./tool";

const context = new Proxy({} as Record<string | symbol, unknown>, {
  get: (target, name) => target[name] ?? (() => ({ data: new Uint8ClampedArray(4) })),
  set: (target, name, value) => ((target[name] = value), true),
}) as unknown as CanvasRenderingContext2D;
const still = { shift: false, alt: false };
let annotator: Annotator;

/** 200 × 200 pixels shown one to one at the origin of the screen. */
beforeEach(() => {
  let serial = 0;
  annotator = new Annotator({
    context,
    makeCanvas: () => ({ width: 1, height: 1, getContext: () => context }) as unknown as HTMLCanvasElement,
    newId: () => `r${(serial += 1)}`,
    onEdit: () => undefined,
    schedule: () => undefined,
  });
  annotator.setClasses([{ id: "scratch", name: "Scratch", colour: "#e5484d", good: false }]);
  annotator.resize({ width: 200, height: 200 }, 1);
  annotator.load({} as CanvasImageSource, { width: 200, height: 200 }, emptyDocument);
  annotator.oneToOne();
});

function drag(points: Point[], how = still): void {
  const [first = [0, 0] as Point, ...rest] = points;
  annotator.move(first, how);
  annotator.down(first, { pan: false, ...how });
  for (const point of rest) annotator.move(point, how);
  annotator.up(points[points.length - 1] ?? first, how);
}
const click = (...points: Point[]) => points.forEach((one) => drag([one]));
const shape = <K extends Shape["kind"]>(kind: K, at = 0): Shape & { kind: K } => {
  const found = annotator.document.regions[at]?.shape;
  expect(found?.kind).toBe(kind);
  return found as Shape & { kind: K };
};
/** The pen by the arrows from where it is: so many steps of 5 pixels. */
const lead = (right: number, down: number) => {
  for (let step = 0; step < Math.abs(right); step += 1) annotator.key(right > 0 ? "arrowright" : "arrowleft");
  for (let step = 0; step < Math.abs(down); step += 1) annotator.key(down > 0 ? "arrowdown" : "arrowup");
};
const press = () => annotator.pressPen();
const taken = (name: ToolName) => annotator.setTool(name);
const undoneAndDone = () => {
  const after = annotator.document;
  annotator.undo();
  expect(annotator.document.regions).toHaveLength(0);
  annotator.redo();
  expect(annotator.document).toEqual(after);
};

describe("a turned box", () => {
  it("is two clicks for an edge and one for the width", () => {
    taken("rotated");
    click([40, 40], [100, 100], [80, 120]);
    const { cx, cy, w, h, angle } = shape("rotated");
    expect([cx, cy, angle]).toEqual([60, 80, 45]);
    expect([w, h].map(Math.round)).toEqual([85, 28]);
    undoneAndDone();
  });
  it("may have its edge drawn with the button held, by steps of 15° with Shift", () => {
    taken("rotated");
    drag([[40, 40], [70, 45], [100, 52]], { shift: true, alt: false });
    click([100, 90]);
    expect(shape("rotated").angle).toBe(15);
  });
  it("is drawn by keys alone", () => {
    taken("rotated");
    annotator.key("arrowright");
    press();
    lead(10, 0);
    press();
    lead(0, 6);
    press();
    expect(shape("rotated")).toEqual({ kind: "rotated", cx: 125, cy: 115, w: 50, h: 30, angle: 0 });
  });
  it("turns by its handle and keeps its size", () => {
    taken("rotated");
    click([60, 100], [140, 100], [140, 130]);
    taken("select");
    // The handle stands 26 pixels above the upper side.
    drag([[100, 74], [120, 80], [156, 115]]);
    expect(shape("rotated")).toEqual({ kind: "rotated", cx: 100, cy: 115, w: 80, h: 30, angle: 90 });
    annotator.undo();
    expect(shape("rotated").angle).toBe(0);
  });
  it("is given up by Escape, and goes a step back by Backspace", () => {
    taken("rotated");
    click([40, 40], [100, 40]);
    annotator.key("backspace");
    click([40, 100], [20, 100]);
    expect(shape("rotated")).toMatchObject({ w: 60, angle: 90 });
    click([40, 40]);
    annotator.key("escape");
    click([90, 90]);
    expect(annotator.document.regions).toHaveLength(1);
  });
});

describe("an ellipse", () => {
  it("lies in the box that is drawn, a circle with Shift, and is drawn by keys", () => {
    taken("ellipse");
    drag([[20, 20], [50, 40], [80, 60]]);
    expect(shape("ellipse")).toEqual({ kind: "ellipse", cx: 50, cy: 40, rx: 30, ry: 20, angle: 0 });
    undoneAndDone();
    drag([[100, 100], [140, 130], [160, 140]], { shift: true, alt: false });
    expect(shape("ellipse", 1)).toMatchObject({ rx: 20, ry: 20 });
    annotator.key("arrowright");
    press();
    lead(6, 4);
    press();
    expect(shape("ellipse", 2)).toMatchObject({ rx: 15, ry: 10 });
  });
  it("is made longer by the end of an axis", () => {
    taken("ellipse");
    drag([[20, 20], [80, 60]]);
    taken("select");
    drag([[80, 40], [90, 45], [95, 44]]);
    expect(shape("ellipse")).toMatchObject({ cx: 50, cy: 40, rx: 45, ry: 20 });
  });
});

describe("a line with a width", () => {
  it("ends by Enter and is as broad as it was set", () => {
    annotator.set({ lineWidth: 8 });
    taken("line");
    click([20, 20], [60, 20], [60, 80]);
    annotator.key("enter");
    expect(shape("line")).toEqual({ kind: "line", points: [[20, 20], [60, 20], [60, 80]], width: 8 });
    expect(areaOf(shape("line"))).toBeCloseTo(100 * 8 + Math.PI * 16);
    undoneAndDone();
  });
  it("is drawn in one go, and by keys", () => {
    taken("line");
    drag([[20, 20], [40, 20], [60, 20], [60, 50], [60, 80]]);
    expect(shape("line").points).toEqual([[20, 20], [60, 20], [60, 80]]);
    annotator.key("arrowright");
    press();
    lead(8, 0);
    press();
    annotator.key("enter");
    expect(shape("line", 1).points).toEqual([[60, 80], [100, 80]]);
  });
  it("gets broader by the wheel, by keys and by its handle", () => {
    annotator.set({ lineWidth: 10 });
    taken("line");
    click([20, 100]);
    annotator.wheel(2, [20, 100], false);
    expect(annotator.settings.lineWidth).toBe(13);
    click([120, 100]);
    annotator.key("enter");
    taken("select");
    annotator.broaden(1.25);
    expect(shape("line").width).toBe(16);
    drag([[70, 108], [70, 112], [70, 115]]);
    expect(shape("line").width).toBe(30);
    annotator.undo();
    expect(shape("line").width).toBe(16);
  });
  it("gets a corner more and one less, but never fewer than two points", () => {
    taken("line");
    click([20, 100], [120, 100]);
    annotator.key("enter");
    taken("select");
    drag([[50, 100]], { shift: false, alt: true });
    expect(shape("line").points).toEqual([[20, 100], [50, 100], [120, 100]]);
    drag([[50, 100]], { shift: false, alt: true });
    drag([[20, 100]], { shift: false, alt: true });
    expect(shape("line").points).toHaveLength(2);
  });
  it("is parted by the knife into two lines, and becomes the mask that it covers", () => {
    annotator.set({ lineWidth: 10 });
    taken("line");
    click([20, 100], [120, 100]);
    annotator.key("enter");
    annotator.editor.split([70, 80], [70, 120]);
    expect(annotator.document.regions.map((one) => one.shape)).toEqual([
      { kind: "line", points: [[20, 100], [70, 100]], width: 10 }, { kind: "line", points: [[70, 100], [120, 100]], width: 10 },
    ]);
    annotator.undo();
    annotator.editor.chooseAll();
    annotator.editor.turnInto("brush");
    expect(Math.abs(areaOf(shape("brush")) - (1000 + Math.PI * 25))).toBeLessThan(30);
  });
});

describe("points", () => {
  it("join the set that is chosen until Escape, and go by Alt", () => {
    taken("points");
    click([20, 20], [60, 20], [60, 80]);
    expect(annotator.document.regions).toHaveLength(1);
    drag([[60, 21]], { shift: false, alt: true });
    expect(shape("points").points).toEqual([[20, 20], [60, 80]]);
    annotator.key("escape");
    annotator.key("arrowright");
    press();
    expect(annotator.document.regions).toHaveLength(2);
    annotator.undo();
    annotator.undo();
    expect(shape("points").points).toHaveLength(3);
  });
  it("cover nothing: they are cut by nothing, and join with points only", () => {
    taken("points");
    click([20, 20]);
    annotator.select(null);
    click([40, 40]);
    annotator.editor.chooseAll();
    annotator.editor.turnInto("brush");
    expect(shape("points").points).toHaveLength(1);
    annotator.editor.join();
    expect(annotator.document.regions.map((one) => one.shape)).toEqual([{ kind: "points", points: [[20, 20], [40, 40]] }]);
    taken("box");
    drag([[10, 10], [60, 60]]);
    annotator.editor.cutOut();
    annotator.editor.chooseAll();
    annotator.editor.join();
    expect(annotator.document.regions).toHaveLength(2);
  });
});

describe("a text", () => {
  it("has four corners, or an upright box that is drawn, and what stands there is kept", () => {
    taken("text");
    click([20, 20], [120, 30], [118, 50], [18, 40]);
    expect(shape("text")).toEqual({ kind: "text", points: [[20, 20], [120, 30], [118, 50], [18, 40]], text: "" });
    undoneAndDone();
    const [{ id } = { id: "" }] = annotator.document.regions;
    annotator.act((editor) => editor.change(new Map([[id, { ...shape("text"), text: "批号 A1" }]])));
    drag([[20, 100], [60, 110], [100, 120]]);
    expect(shape("text", 1).points).toEqual([[20, 100], [100, 100], [100, 120], [20, 120]]);
    expect(shape("text").text).toBe("批号 A1");
  });
  it("is drawn by keys, and not where its sides would cross", () => {
    taken("text");
    annotator.key("arrowright");
    for (const [right, down] of [[0, 0], [8, 0], [0, 4], [-8, 0]] as const) {
      lead(right, down);
      press();
    }
    expect(shape("text").points).toEqual([[100, 100], [140, 100], [140, 120], [100, 120]]);
    click([20, 20], [60, 60], [60, 20], [20, 60]);
    expect(annotator.document.regions).toHaveLength(1);
  });
});

describe("groups", () => {
  const three = () => {
    taken("box");
    for (const x of [10, 60, 110]) drag([[x, 10], [x + 15, 20], [x + 30, 40]]);
    taken("select");
  };
  it("are chosen together, one of them by a second click, and each alone once they are given up", () => {
    three();
    annotator.editor.choose(["r1", "r3"]);
    annotator.editor.group();
    annotator.select(null);
    click([120, 25]);
    expect(annotator.snapshot().selectedIds).toEqual(["r1", "r3"]);
    click([120, 25]);
    expect(annotator.snapshot().selectedIds).toEqual(["r3"]);
    annotator.editor.choose(["r1", "r3"]);
    annotator.editor.ungroup();
    annotator.select(null);
    click([120, 25]);
    expect(annotator.snapshot().selectedIds).toEqual(["r3"]);
    expect(annotator.document.regions.every((one) => one.group === undefined)).toBe(true);
    annotator.undo();
    expect(annotator.document.regions.map((one) => one.group)).toEqual([1, undefined, 1]);
  });
  it("of copies are groups of their own, and need two", () => {
    three();
    annotator.editor.choose(["r1", "r2"]);
    annotator.editor.group();
    annotator.editor.duplicate();
    expect(annotator.document.regions.map((one) => one.group)).toEqual([1, 1, undefined, 2, 2]);
    annotator.select("r3");
    annotator.editor.group();
    expect(annotator.document.regions[2]?.group).toBeUndefined();
  });
});

describe("what is said of regions", () => {
  it("is kept with each, in one step, through copies, and taken back", () => {
    taken("box");
    drag([[10, 10], [40, 40]]);
    drag([[60, 10], [90, 40]]);
    annotator.editor.say(["r1", "r2"], "depth", "deep");
    annotator.editor.say(["r2"], "um", 12.5);
    annotator.editor.choose(["r2"]);
    annotator.editor.duplicate();
    expect(annotator.document.regions.map((one) => one.attributes)).toEqual([{ depth: "deep" }, { depth: "deep", um: 12.5 }, { depth: "deep", um: 12.5 }]);
    annotator.editor.say(["r2"], "um", null);
    expect(annotator.document.regions[1]?.attributes).toEqual({ depth: "deep" });
    for (let step = 0; step < 3; step += 1) annotator.undo();
    expect(annotator.document.regions.map((one) => one.attributes)).toEqual([{ depth: "deep" }, { depth: "deep" }]);
    annotator.undo();
    expect(annotator.document.regions[0]?.attributes).toBeUndefined();
  });
  it("of a locked region is left as it is", () => {
    taken("box");
    drag([[10, 10], [40, 40]]);
    annotator.editor.toggleLock(["r1"]);
    annotator.editor.say(["r1"], "depth", "deep");
    expect(annotator.document.regions[0]?.attributes).toBeUndefined();
  });
});
