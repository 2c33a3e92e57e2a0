import { beforeEach, describe, expect, it } from "vitest";
import { Annotator } from "../../annotator";
import type { Patch } from "../../rle";
import type { Found } from "../../assist/types";
import { emptyDocument, type Point } from "../../types";

const context = new Proxy({} as Record<string | symbol, unknown>, {
  get: (target, name) => target[name] ?? (() => ({ data: new Uint8ClampedArray(4) })),
  set: (target, name, value) => ((target[name] = value), true),
}) as unknown as CanvasRenderingContext2D;
const still = { shift: false, alt: false };
let annotator: Annotator;
let answer: Patch | null;
let asked: unknown[];
let found: Found[] | null;

/** 200 × 200 pixels shown one to one at the origin of the screen. */
beforeEach(() => {
  let serial = 0;
  answer = null;
  asked = [];
  found = null;
  const later = (...question: unknown[]) => {
    asked.push(question);
    return Promise.resolve(answer);
  };
  annotator = new Annotator({
    context,
    makeCanvas: () => ({ width: 1, height: 1, getContext: () => context }) as unknown as HTMLCanvasElement,
    newId: () => `r${(serial += 1)}`,
    onEdit: () => undefined,
    schedule: () => undefined,
    assist: { begin: () => undefined, describe: () => undefined, look: () => Promise.resolve(null), wand: later, refine: later, trail: () => Promise.resolve(null), cells: () => Promise.resolve(null), same: () => Promise.resolve(null),
      hold: (held) => {
        asked.push(held);
        return Promise.resolve(true);
      },
      follow: () => Promise.resolve(found),
    },
  });
  annotator.setClasses([{ id: "scratch", name: "Scratch", colour: "#e5484d", good: false }]);
  annotator.resize({ width: 200, height: 200 }, 1);
  annotator.load({} as CanvasImageSource, { width: 200, height: 200 }, emptyDocument);
  annotator.oneToOne();
});

function drag(points: Point[], how = still): void {
  const [first = [0, 0] as Point, ...rest] = points;
  annotator.down(first, { pan: false, ...how });
  for (const point of rest) annotator.move(point, how);
  annotator.up(points[points.length - 1] ?? first, how);
}
const boxes = () => annotator.document.regions.map(({ shape }) => (shape.kind === "box" ? [shape.x, shape.y, shape.w, shape.h].join() : shape.kind));
const chosen = () => annotator.snapshot().selectedIds.join(" ");
const draw = (...all: Point[][]) => {
  annotator.setTool("box");
  all.forEach((one) => drag(one));
  annotator.setTool("select");
  annotator.select(null);
};

describe("several regions", () => {
  beforeEach(() => draw([[10, 10], [40, 40]], [[60, 10], [90, 40]], [[10, 100], [40, 140]]));

  it("are chosen by Shift one after the other, and let go in the same way", () => {
    drag([[25, 25]]);
    drag([[75, 25]], { shift: true, alt: false });
    expect(chosen()).toBe("r1 r2");
    drag([[25, 25]], { shift: true, alt: false });
    expect(chosen()).toBe("r2");
  });
  it("are chosen by a frame around them, with Shift beside those that are", () => {
    drag([[2, 2], [50, 20], [95, 45]]);
    expect(chosen()).toBe("r1 r2");
    drag([[2, 90], [20, 120], [45, 145]], { shift: true, alt: false });
    expect(chosen()).toBe("r1 r2 r3");
    drag([[150, 150], [180, 190]]);
    expect(chosen()).toBe("");
  });
  it("move together in one step, keep inside, and a click among them chooses one", () => {
    drag([[2, 2], [50, 20], [95, 45]]);
    drag([[25, 25], [30, 30], [35, 45]]);
    expect(boxes()).toEqual(["20,30,30,30", "70,30,30,30", "10,100,30,40"]);
    annotator.undo();
    expect(boxes()[0]).toBe("10,10,30,30");
    drag([[75, 25]]);
    expect(chosen()).toBe("r2");
  });
  it("that are locked are passed by", () => {
    annotator.editor.toggleLock(["r1"]);
    drag([[25, 25]]);
    expect(chosen()).toBe("");
  });
});

describe("corners of a polygon", () => {
  beforeEach(() => {
    annotator.setTool("polygon");
    for (const at of [[20, 20], [120, 20], [120, 120], [20, 120]] as Point[]) drag([at]);
    annotator.key("enter");
    annotator.setTool("select");
  });
  const points = () => {
    const shape = annotator.document.regions[0]?.shape;
    return shape?.kind === "polygon" ? shape.points.map((one) => one.join()) : [];
  };

  it("come by Alt and a click on an edge, and go by Alt and a click on them", () => {
    drag([[60, 20]], { shift: false, alt: true });
    expect(points()).toEqual(["20,20", "60,20", "120,20", "120,120", "20,120"]);
    drag([[60, 20]], { shift: false, alt: true });
    expect(points()).toHaveLength(4);
  });
  it("come out of the dot in the middle of an edge, as one step", () => {
    drag([[70, 20], [70, 10], [75, 5]]);
    expect(points()).toEqual(["20,20", "75,5", "120,20", "120,120", "20,120"]);
    annotator.undo();
    expect(points()).toHaveLength(4);
  });
  it("never fewer than three", () => {
    for (const at of [[20, 20], [120, 20], [120, 120]] as Point[]) drag([at], { shift: false, alt: true });
    expect(points()).toHaveLength(3);
  });
});

describe("snapping while one draws and moves", () => {
  beforeEach(() => draw([[50, 50], [100, 100]]));

  it("sets a corner on one that is near, but not with Alt", () => {
    annotator.set({ snap: true });
    annotator.setTool("box");
    drag([[104, 97], [150, 150]]);
    expect(boxes()[1]).toBe("100,100,50,50");
    drag([[104, 97], [150, 150]], { shift: false, alt: true });
    expect(boxes()[2]).toBe("104,97,46,53");
  });
  it("sets a moved region so that a corner of it lies on another's", () => {
    draw([[120, 20], [140, 40]]);
    annotator.set({ snap: true });
    drag([[130, 30], [90, 35], [42, 39]]);
    // Its lower right corner would lie at 52, 49.
    expect(boxes()[1]).toBe("30,30,20,20");
  });
  it("draws on the lines of the grid", () => {
    annotator.set({ grid: true, gridStep: 20 });
    annotator.setTool("box");
    drag([[111, 9], [148, 33]]);
    expect(boxes()[1]).toBe("120,0,20,40");
  });
});

describe("proposals", () => {
  const patch: Patch = { x: 10, y: 10, w: 4, h: 4, data: new Uint8Array(16).fill(1) };
  const settle = () => new Promise((done) => setTimeout(done, 0));

  it("wait for Enter, which makes them regions in one step", async () => {
    answer = patch;
    annotator.setTool("wand");
    drag([[12, 12]]);
    expect(annotator.snapshot().busy).toBe(true);
    await settle();
    expect([annotator.snapshot().proposed, annotator.document.regions.length]).toEqual([1, 0]);
    expect(annotator.key("enter")).toBe(true);
    expect(annotator.document.regions.map((one) => one.shape)).toEqual([{ kind: "polygon", points: [[14, 10], [14, 14], [10, 14], [10, 10]] }]);
    annotator.undo();
    expect(annotator.document.regions).toHaveLength(0);
  });
  it("go by Escape, by Ctrl Z, with another tool and with another picture, and leave nothing", async () => {
    answer = patch;
    for (const give of [() => annotator.key("escape"), () => annotator.undo(), () => annotator.setTool("box"), () => annotator.load({} as CanvasImageSource, { width: 50, height: 50 }, emptyDocument)]) {
      annotator.setTool("wand");
      drag([[12, 12]]);
      await settle();
      give();
      expect([annotator.snapshot().proposed, annotator.document.regions.length]).toEqual([0, 0]);
    }
  });
  it("may be accepted before they come, and refused", async () => {
    answer = patch;
    annotator.setTool("wand");
    drag([[12, 12]]);
    expect(annotator.key("enter")).toBe(true);
    await settle();
    expect(annotator.document.regions).toHaveLength(1);
    drag([[12, 12]]);
    expect(annotator.key("escape")).toBe(true);
    await settle();
    expect([annotator.snapshot().proposed, annotator.document.regions.length]).toEqual([0, 1]);
    // That yes was for one proposal only.
    drag([[12, 12]]);
    await settle();
    expect(annotator.snapshot().proposed).toBe(1);
  });
  it("of a question that was given up do not come any more", async () => {
    answer = patch;
    annotator.setTool("wand");
    drag([[12, 12]]);
    annotator.setTool("select");
    await settle();
    expect([annotator.snapshot().proposed, annotator.snapshot().busy]).toEqual([0, false]);
  });
  it("follow the wheel, which zooms where there is nothing to choose", async () => {
    answer = patch;
    const { scale } = annotator.snapshot();
    annotator.setTool("wand");
    drag([[12, 12]]);
    await settle();
    annotator.wheel(1, [50, 50], false);
    expect(annotator.settings.tolerance).toBe(26);
    expect(asked).toHaveLength(2);
    // By keys as well.
    annotator.broaden(1.25);
    expect([annotator.settings.tolerance, asked.length]).toEqual([28, 3]);
    annotator.broaden(0.8);
    expect([annotator.settings.tolerance, annotator.snapshot().brushRadius]).toEqual([26, 12]);
    asked.splice(2);
    annotator.key("escape");
    annotator.wheel(1, [50, 50], false);
    annotator.fit();
    expect(asked).toHaveLength(2);
    expect(annotator.settings.tolerance).toBe(26);
    expect(scale).toBeGreaterThan(0);
  });
});

describe("regions that follow to the next picture", () => {
  const held = async () => {
    draw([[10, 10], [40, 40]], [[60, 10], [90, 40]]);
    const { regions } = annotator.document;
    expect(await annotator.hold(regions)).toBe(true);
    expect(asked).toEqual([[{ x: 10, y: 10, w: 30, h: 30 }, { x: 60, y: 10, w: 30, h: 30 }]]);
    annotator.load({} as CanvasImageSource, { width: 200, height: 200 }, emptyDocument);
    return regions;
  };

  it("move with what was found, and are proposed at their place where it was not", async () => {
    const regions = await held();
    found = [{ dx: 12, dy: -4, likeness: 0.9 }, { dx: 40, dy: 40, likeness: 0.3 }];
    expect(await annotator.follow(regions)).toEqual({ sure: 1, unsure: 1 });
    expect(boxes()).toEqual(["22,6,30,30"]);
    expect(annotator.snapshot().proposed).toBe(1);
    annotator.accept();
    expect(boxes()).toEqual(["22,6,30,30", "60,10,30,30"]);
    annotator.undo();
    annotator.undo();
    expect(boxes()).toEqual([]);
  });
  it("stay away from a picture that came instead, and where nobody can tell", async () => {
    const regions = await held();
    expect(await annotator.follow(regions)).toBeNull();
    const late = annotator.follow(regions);
    annotator.load({} as CanvasImageSource, { width: 200, height: 200 }, emptyDocument);
    expect(await late).toBeUndefined();
    expect(boxes()).toEqual([]);
  });
});
