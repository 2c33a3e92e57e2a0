import { beforeEach, describe, expect, it } from "vitest";
import { Editor, MOST_REGIONS, type Notice } from "./editor";
import { areaOf } from "./shapes";
import { emptyDocument, type Region, type Shape } from "./types";

const size = { width: 200, height: 100 };
const box = (x: number, y: number, w = 20, h = 20): Shape => ({ kind: "box", x, y, w, h });
let editor: Editor;
let notices: Notice[];
let serial = 0;

beforeEach(() => {
  notices = [];
  serial = 0;
  editor = new Editor({ newId: () => `r${(serial += 1)}`, onEdit: () => undefined, onKeep: () => undefined, onChange: () => undefined, onNotice: (one) => notices.push(one) });
  editor.setClasses([
    { id: "good", name: "Good", colour: "#30a46c", good: true },
    { id: "scratch", name: "Scratch", colour: "#e5484d", good: false },
    { id: "dent", name: "Dent", colour: "#3e7bfa", good: false },
  ]);
  editor.load(size, emptyDocument, null);
});
const ids = () => editor.document.regions.map((one) => one.id).join(" ");

describe("all of it at once", () => {
  it("is one step that can be taken back", () => {
    editor.add([box(0, 0), box(1, 1)]);
    const mine = editor.document;
    editor.put({ verdict: "good", class_id: "good", regions: [] });
    expect(editor.document.regions).toEqual([]);
    editor.undo();
    expect(editor.document).toEqual(mine);
  });

  it("does again what did not reach the server before the page was left", () => {
    const before = editor.document;
    editor.add([box(0, 0)]);
    const saved = editor.document;
    editor.add([box(1, 1)]);
    editor.remove(["r1"]);
    const last = editor.document;
    const kept = editor.taken();
    for (const [state, undone] of [[saved, true], [before, true], [last, false]] as const) {
      editor.load(size, state, kept);
      expect(editor.catchUp()).toBe(undone);
      expect(editor.document).toEqual(last);
    }
    // Somebody else changed it since: then it is as they left it.
    editor.load(size, { ...emptyDocument, verdict: "good" }, kept);
    expect(editor.catchUp()).toBe(false);
    expect(editor.document.regions).toEqual([]);
  });
});

describe("order", () => {
  it("moves all that is chosen by one place, or to the ends, and keeps it in its own order", () => {
    editor.add([box(0, 0), box(1, 1), box(2, 2), box(3, 3)]);
    editor.choose(["r1", "r2"]);
    editor.reorder("forward");
    expect(ids()).toBe("r3 r1 r2 r4");
    editor.reorder("front");
    expect(ids()).toBe("r3 r4 r1 r2");
    editor.reorder("backward");
    expect(ids()).toBe("r3 r1 r2 r4");
    editor.reorder("back");
    expect(ids()).toBe("r1 r2 r3 r4");
    for (let step = 0; step < 4; step += 1) editor.undo();
    expect(ids()).toBe("r1 r2 r3 r4");
  });
});

describe("copies", () => {
  it("lie aside on their own picture and at the same place on another, and keep inside", () => {
    editor.add([box(10, 10)]);
    editor.copy();
    editor.paste();
    editor.paste();
    expect(editor.document.regions.map(({ shape }) => (shape.kind === "box" ? shape.x : 0))).toEqual([10, 22, 34]);
    editor.load(size, emptyDocument, null);
    editor.paste();
    expect(editor.document.regions[0]?.shape).toEqual(box(10, 10));
    editor.load({ width: 25, height: 25 }, emptyDocument, null);
    editor.paste();
    expect(editor.document.regions[0]?.shape).toEqual(box(5, 5));
  });
  it("that do not fit or whose class is not there stay out, and it is told", () => {
    const labels: Region[] = [
      { id: "a", class_id: "scratch", shape: box(10, 10) },
      { id: "b", class_id: "elsewhere", shape: box(10, 10) },
      { id: "c", class_id: "dent", shape: box(0, 0, 500, 20) },
    ];
    editor.takeOver(labels);
    expect(editor.document.regions.map((one) => one.class_id)).toEqual(["scratch"]);
    expect(notices).toEqual(["out_of_place"]);
  });
  it("are no more than a picture takes", () => {
    editor.add(Array.from({ length: MOST_REGIONS }, () => box(1, 1)));
    editor.duplicate();
    expect([editor.document.regions.length, notices]).toEqual([MOST_REGIONS, ["too_many"]]);
  });
});

describe("locked regions", () => {
  beforeEach(() => {
    editor.add([box(0, 0), box(10, 10)]);
    editor.choose(["r1"]);
    editor.toggleLock();
  });
  it("are neither changed, moved, removed nor given another class", () => {
    const before = editor.document;
    editor.change(new Map([["r1", box(5, 5)]]));
    editor.nudge([1, 1]);
    editor.remove(["r1"]);
    editor.setActiveClass("dent");
    expect(editor.document).toBe(before);
    expect(notices).toEqual(["locked", "locked", "locked"]);
  });
  it("are free again by the same key, and not chosen with all", () => {
    editor.chooseAll();
    expect(editor.selection.ids).toEqual(["r2"]);
    editor.toggleLock(["r1"]);
    editor.remove(["r1"]);
    expect(ids()).toBe("r2");
  });
});

describe("regions out of regions", () => {
  it("join into the one chosen last, of its class", () => {
    editor.add([box(0, 0)]);
    editor.setActiveClass("dent");
    editor.choose([]);
    editor.setActiveClass("dent");
    editor.add([box(10, 10)]);
    editor.choose(["r1", "r2"]);
    editor.join();
    expect(editor.document.regions).toMatchObject([{ id: "r2", class_id: "dent", shape: { kind: "polygon" } }]);
    editor.undo();
    expect(ids()).toBe("r1 r2");
  });
  it("need two to be joined", () => {
    editor.add([box(0, 0)]);
    editor.join();
    expect(notices).toEqual(["two_needed"]);
  });
  it("are cut out of all that they cover, or of those chosen before", () => {
    editor.add([box(0, 0, 40, 40)]);
    editor.add([box(60, 0, 40, 40)]);
    editor.add([box(30, 0, 40, 40)]);
    editor.cutOut();
    expect(editor.document.regions.map((one) => areaOf(one.shape))).toEqual([1200, 1200, 1600]);
    editor.undo();
    editor.choose(["r2", "r3"]);
    editor.cutOut();
    expect(editor.document.regions.map((one) => areaOf(one.shape))).toEqual([1600, 1200, 1600]);
    editor.cutOut();
    expect(notices).toEqual(["nothing_cut"]);
  });
  it("are split: the first piece keeps the id, and the pieces are chosen", () => {
    editor.add([box(0, 0, 40, 40), box(100, 0)]);
    editor.choose([]);
    editor.split([20, -5], [20, 60]);
    expect(ids()).toBe("r1 r3 r2");
    expect(editor.selection.ids).toEqual(["r1", "r3"]);
    editor.split([190, 90], [199, 99]);
    expect(notices).toEqual(["not_split"]);
  });
});

describe("what the server does not know", () => {
  it("locks and hidden regions come back with the history", () => {
    editor.add([box(0, 0), box(30, 30)]);
    editor.choose(["r1"]);
    editor.toggleLock();
    editor.toggleHidden(["r2"]);
    const { document } = editor;
    const kept = editor.taken();
    editor.load(size, document, kept);
    expect([editor.isLocked("r1"), editor.hidden.has("r2"), editor.canUndo]).toEqual([true, true, true]);
    editor.undo();
    expect(editor.document.regions).toHaveLength(0);
  });
});

describe("a class with a shape of its own", () => {
  it("takes no other shape, and lets stay what was there before", () => {
    editor.add([box(0, 0)], "dent");
    editor.setClasses([
      { id: "scratch", name: "Scratch", colour: "#e5484d", good: false, shape: "box" },
      { id: "dent", name: "Dent", colour: "#3e7bfa", good: false, shape: "polygon" },
    ]);
    editor.add([box(5, 5)], "dent");
    expect([ids(), notices]).toEqual(["r1", ["other_shape"]]);
    editor.add([box(9, 9)], "scratch");
    editor.change(new Map([["r1", box(3, 3)]]));
    expect(editor.document.regions.map((one) => one.class_id)).toEqual(["dent", "scratch"]);
    expect(editor.document.regions[0]?.shape).toEqual(box(3, 3));
    editor.setActiveClass("dent");
    expect([editor.document.regions[1]?.class_id, notices.length]).toEqual(["scratch", 2]);
  });
});

describe("marks that say nothing is wrong", () => {
  const line: Shape = { kind: "line", points: [[0, 0], [50, 50]], width: 6 };
  beforeEach(() => {
    editor.setClasses([
      { id: "good", name: "Good", colour: "#30a46c", good: true, innocent: "line" },
      { id: "bead", name: "Bead", colour: "#3e7bfa", good: false, innocent: "line" },
    ]);
  });

  it("leave a picture good, and stay where it is called so", () => {
    editor.add([line]);
    expect(editor.document).toMatchObject({ verdict: "good", class_id: "good" });
    editor.add([box(0, 0)]);
    expect(editor.document.verdict).toBe("bad");
    editor.setVerdict("good");
    expect(editor.document.regions.map((one) => one.shape.kind)).toEqual(["line"]);
  });

  it("do not make a bad picture good", () => {
    editor.setVerdict("bad");
    editor.add([line]);
    expect(editor.document.verdict).toBe("bad");
  });
});
