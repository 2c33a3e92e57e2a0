import { beforeEach, describe, expect, it, vi } from "vitest";
import { Annotator } from "./annotator";
import { area } from "./rle";
import { emptyDocument, type Document, type Point } from "./types";

const classes = [
  { id: "good", name: "Good", colour: "#30a46c", good: true },
  { id: "scratch", name: "Scratch", colour: "#e5484d", good: false },
  { id: "dent", name: "Dent", colour: "#3e7bfa", good: false },
];
const still = { shift: false, alt: false };

/** A context that draws nothing: any property is a function, any value may be set. */
const context = new Proxy({} as Record<string | symbol, unknown>, {
  get: (target, name) => target[name] ?? (() => ({ data: new Uint8ClampedArray(4) })),
  set: (target, name, value) => {
    target[name] = value;
    return true;
  },
}) as unknown as CanvasRenderingContext2D;

let edits: Document[];
let annotator: Annotator;

/** 100 × 100 pixels shown one to one at the origin of the screen. */
beforeEach(() => {
  edits = [];
  let serial = 0;
  annotator = new Annotator({
    context,
    makeCanvas: () => ({ width: 1, height: 1, getContext: () => context }) as unknown as HTMLCanvasElement,
    newId: () => `r${(serial += 1)}`,
    onEdit: (document) => edits.push(document),
    schedule: () => undefined,
  });
  annotator.setClasses(classes);
  annotator.resize({ width: 100, height: 100 }, 1);
  annotator.load({} as CanvasImageSource, { width: 100, height: 100 }, emptyDocument);
  annotator.oneToOne();
});

function drag(points: Point[]): void {
  const [first, ...rest] = points;
  if (!first) return;
  annotator.down(first, { pan: false, ...still });
  for (const point of rest) annotator.move(point, still);
  annotator.up(points[points.length - 1] ?? first, still);
}
function tap(at: Point): void {
  drag([at]);
}
const regions = () => annotator.document.regions;

describe("verdicts", () => {
  it("good takes the good class and clears what was marked; undo brings it back", () => {
    annotator.setTool("box");
    drag([[10, 10], [40, 40]]);
    annotator.setVerdict("good");
    expect(annotator.document).toEqual({ verdict: "good", class_id: "good", regions: [] });
    annotator.undo();
    expect(annotator.document.verdict).toBe("bad");
    expect(regions()).toHaveLength(1);
  });

  it("a marked defect makes the part bad, whatever was said before", () => {
    annotator.setVerdict("good");
    annotator.setTool("box");
    drag([[10, 10], [40, 40]]);
    expect(annotator.document).toMatchObject({ verdict: "bad", class_id: null });
  });

  it("a class of the whole picture says good or bad by itself", () => {
    annotator.setPictureClass("dent");
    expect(annotator.document).toMatchObject({ verdict: "bad", class_id: "dent" });
    annotator.setPictureClass("good");
    expect(annotator.document).toMatchObject({ verdict: "good", class_id: "good" });
  });
});

describe("box", () => {
  beforeEach(() => annotator.setTool("box"));

  it("is drawn from any corner and kept within the picture", () => {
    drag([[60, 70], [140, -20]]);
    expect(regions()[0]).toMatchObject({ class_id: "scratch", shape: { kind: "box", x: 60, y: 0, w: 40, h: 70 } });
  });
  it("is not made by a slip of the hand", () => {
    drag([[60, 70], [62, 71]]);
    expect(regions()).toHaveLength(0);
    expect(edits).toHaveLength(0);
  });
  it("can be given up on the way", () => {
    annotator.down([10, 10], { pan: false, ...still });
    annotator.move([50, 50], still);
    expect(annotator.key("escape")).toBe(true);
    annotator.up([50, 50], still);
    expect(regions()).toHaveLength(0);
  });
});

describe("polygon", () => {
  beforeEach(() => annotator.setTool("polygon"));

  it("is closed near its first corner", () => {
    for (const at of [[10, 10], [50, 10], [50, 50], [12, 12]] as Point[]) tap(at);
    expect(regions()[0]?.shape).toEqual({ kind: "polygon", points: [[10, 10], [50, 10], [50, 50]] });
  });
  it("is closed by Enter, and Ctrl Z on the way takes back a corner only", () => {
    annotator.setVerdict("bad");
    for (const at of [[10, 10], [50, 10], [50, 50], [10, 90]] as Point[]) tap(at);
    annotator.undo();
    expect(annotator.document.verdict).toBe("bad");
    expect(annotator.key("enter")).toBe(true);
    expect(regions()[0]?.shape).toEqual({ kind: "polygon", points: [[10, 10], [50, 10], [50, 50]] });
  });
  it("needs three corners", () => {
    tap([10, 10]);
    tap([50, 50]);
    annotator.key("enter");
    expect(regions()).toHaveLength(0);
    expect(annotator.key("enter")).toBe(false);
  });
  it("drawn in one go becomes an outline with few corners", () => {
    const circle = Array.from({ length: 120 }, (_, index): Point => [
      50 + 30 * Math.cos((index / 119) * 2 * Math.PI), 50 + 30 * Math.sin((index / 119) * 2 * Math.PI),
    ]);
    drag(circle);
    const shape = regions()[0]?.shape;
    expect(shape?.kind === "polygon" && shape.points.length).toBeGreaterThan(7);
    expect(shape?.kind === "polygon" && shape.points.length).toBeLessThan(40);
  });
});

describe("brush and eraser", () => {
  it("paint into one region until it is let go, and take it away again", () => {
    annotator.setTool("brush");
    annotator.setBrushRadius(4);
    drag([[20, 50], [80, 50]]);
    drag([[20, 60], [80, 60]]);
    expect(regions()).toHaveLength(1);
    annotator.key("escape");
    drag([[20, 20], [30, 20]]);
    expect(regions()).toHaveLength(2);

    annotator.select(null);
    annotator.setTool("eraser");
    const before = regions()[0]?.shape;
    drag([[50, 40], [50, 70]]);
    const after = regions()[0]?.shape;
    expect(before?.kind === "brush" && after?.kind === "brush" && area(after.rle) < area(before.rle)).toBe(true);
    annotator.select(regions()[1]?.id ?? null);
    annotator.setBrushRadius(20);
    drag([[15, 20], [35, 20]]);
    expect(regions()).toHaveLength(1);
    annotator.undo();
    expect(regions()).toHaveLength(2);
  });

  it("another class begins another region", () => {
    annotator.setTool("brush");
    drag([[20, 50], [40, 50]]);
    annotator.select(null);
    annotator.setActiveClass("dent");
    drag([[60, 50], [80, 50]]);
    expect(regions().map((one) => one.class_id)).toEqual(["scratch", "dent"]);
  });
});

describe("select", () => {
  beforeEach(() => {
    annotator.setTool("box");
    drag([[10, 10], [60, 60]]);
    drag([[20, 20], [30, 30]]);
    annotator.setTool("select");
    annotator.select(null);
  });

  it("takes the smallest of those under the pointer", () => {
    tap([25, 25]);
    expect(annotator.snapshot().selectedId).toBe("r2");
    tap([90, 90]);
    expect(annotator.snapshot().selectedId).toBeNull();
  });
  it("moves as one step to undo, and a click moves nothing", () => {
    tap([25, 25]);
    const count = edits.length;
    tap([25, 25]);
    expect(edits).toHaveLength(count);
    drag([[25, 25], [30, 30], [35, 40], [40, 45]]);
    expect(regions()[1]?.shape).toMatchObject({ x: 35, y: 40 });
    annotator.undo();
    expect(regions()[1]?.shape).toMatchObject({ x: 20, y: 20 });
  });
  it("changes the size by a corner, also past the other side", () => {
    tap([12, 50]);
    drag([[60, 60], [5, 90]]);
    expect(regions()[0]?.shape).toEqual({ kind: "box", x: 5, y: 10, w: 5, h: 80 });
  });
  it("walks from one to the next with Tab, and deletes", () => {
    annotator.selectNext(1);
    expect(annotator.snapshot().selectedId).toBe("r1");
    annotator.selectNext(-1);
    expect(annotator.snapshot().selectedId).toBe("r2");
    annotator.removeSelected();
    expect(regions().map((one) => one.id)).toEqual(["r1"]);
    annotator.undo();
    expect(regions()).toHaveLength(2);
  });
  it("gives the selected region another class", () => {
    tap([25, 25]);
    annotator.setActiveClass("dent");
    expect(regions()[1]?.class_id).toBe("dent");
    expect(regions()[0]?.class_id).toBe("scratch");
  });
  it("nudges with the arrows and stays inside", () => {
    tap([25, 25]);
    annotator.key("shift+arrowleft");
    annotator.key("shift+arrowleft");
    annotator.key("shift+arrowleft");
    expect(regions()[1]?.shape).toMatchObject({ x: 0, y: 20 });
  });
});

describe("modes", () => {
  it("nothing is undone or swapped in the middle of a stroke", () => {
    annotator.setVerdict("bad");
    annotator.setTool("brush");
    annotator.down([20, 20], { pan: false, ...still });
    expect(annotator.mayLeave()).toBe(false);
    annotator.undo();
    annotator.setTool("box");
    annotator.setVerdict("good");
    expect(annotator.document.verdict).toBe("bad");
    expect(annotator.snapshot().tool).toBe("brush");
    annotator.up([20, 20], still);
    expect(annotator.mayLeave()).toBe(true);
    expect(regions()).toHaveLength(1);
  });
  it("moving the picture draws nothing", () => {
    annotator.setTool("box");
    annotator.down([10, 10], { pan: true, ...still });
    annotator.move([50, 50], still);
    annotator.up([50, 50], still);
    expect(edits).toHaveLength(0);
  });
  it("another picture begins with an empty history", () => {
    annotator.setVerdict("bad");
    annotator.load({} as CanvasImageSource, { width: 10, height: 10 }, emptyDocument);
    annotator.undo();
    expect(annotator.document).toEqual(emptyDocument);
    expect(annotator.snapshot().canUndo).toBe(false);
  });
  it("tells its watchers", () => {
    const watcher = vi.fn();
    annotator.subscribe(watcher);
    annotator.toggleHidden();
    expect(watcher).toHaveBeenCalled();
    expect(annotator.snapshot().hidden).toBe(true);
  });
});

describe("by keys alone", () => {
  const keys = (...names: string[]) => names.forEach((name) => annotator.key(name));
  const times = (n: number, name: string) => Array.from({ length: n }, () => name);

  it("the first arrow shows the pen in the middle, the next ones lead it; the space bar draws a box from press to press", () => {
    annotator.setTool("box");
    expect(annotator.pressPen()).toBe(false);
    keys("arrowright");
    expect(annotator.snapshot().byKeys).toBe(true);
    keys(...times(4, "arrowleft"), ...times(4, "arrowup"));
    expect(annotator.pressPen()).toBe(true);
    keys("shift+arrowright", "arrowdown", "arrowdown");
    expect(annotator.mayLeave()).toBe(false);
    annotator.pressPen();
    expect(regions().map((one) => one.shape)).toEqual([{ kind: "box", x: 30, y: 30, w: 40, h: 10 }]);
    expect(annotator.mayLeave()).toBe(true);
  });

  it("sets the corners of a polygon one by one, and Enter closes it", () => {
    annotator.setTool("polygon");
    keys("arrowright");
    annotator.pressPen();
    keys("shift+arrowright");
    annotator.pressPen();
    keys("shift+arrowdown");
    annotator.pressPen();
    expect(annotator.key("enter")).toBe(true);
    expect(regions().map((one) => one.shape)).toEqual([{ kind: "polygon", points: [[50, 50], [90, 50], [90, 90]] }]);
  });

  it("paints from press to press and rubs out again", () => {
    annotator.setTool("brush");
    annotator.setBrushRadius(4);
    keys("arrowright");
    annotator.pressPen();
    keys("arrowright", "arrowright");
    keys("enter");
    const [painted] = regions();
    const before = painted?.shape.kind === "brush" ? area(painted.shape.rle) : 0;
    expect(before).toBeGreaterThan(100);
    annotator.setTool("eraser");
    annotator.pressPen();
    keys("arrowleft");
    annotator.pressPen();
    const [left] = regions();
    expect(left?.shape.kind === "brush" ? area(left.shape.rle) : before).toBeLessThan(before);
  });

  it("Escape gives up what is begun, then the pen; the mouse takes over without a trace", () => {
    annotator.setTool("box");
    keys("arrowright");
    annotator.pressPen();
    keys("shift+arrowdown", "escape");
    expect(regions()).toHaveLength(0);
    expect(annotator.snapshot().byKeys).toBe(true);
    keys("escape");
    expect(annotator.snapshot().byKeys).toBe(false);
    keys("arrowright");
    annotator.pressPen();
    keys("shift+arrowdown", "arrowright");
    drag([[10, 10], [40, 40]]);
    expect(annotator.snapshot().byKeys).toBe(false);
    expect(regions().map((one) => one.shape)).toEqual([{ kind: "box", x: 10, y: 10, w: 30, h: 30 }]);
  });

  it("leaves the arrows to the selected region where nothing is drawn", () => {
    annotator.setTool("select");
    expect(annotator.key("arrowright")).toBe(false);
    expect(annotator.snapshot().byKeys).toBe(false);
  });

  it("keeps the pen within the picture and in sight", () => {
    annotator.setTool("box");
    annotator.zoom(4);
    keys(...times(60, "shift+arrowright"));
    annotator.pressPen();
    keys("arrowleft", "arrowdown");
    annotator.pressPen();
    const [box] = regions();
    expect(box?.shape).toMatchObject({ kind: "box", x: 98.8, w: 1.3 });
  });
});
