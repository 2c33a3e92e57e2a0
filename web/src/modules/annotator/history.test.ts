import { describe, expect, it } from "vitest";
import { History } from "./history";
import { emptyDocument, type Document, type Region } from "./types";

const box = (id: string, x = 0): Region => ({ id, class_id: "c", shape: { kind: "box", x, y: 0, w: 5, h: 5 } });
/** A document by the ids of its regions; "a3" is region a at 3. */
const doc = (...names: string[]): Document => ({ ...emptyDocument, verdict: "bad", regions: names.map((name) => box(name[0] ?? "", Number(name.slice(1)))) });
const names = (history: History) => history.now.regions.map((one) => `${one.id}${one.shape.kind === "box" ? one.shape.x || "" : ""}`).join(" ");

describe("history", () => {
  it("goes back and forth to the same states, whatever came, went, changed or moved in the list", () => {
    const states = [doc(), doc("a"), doc("a", "b"), doc("a", "b", "c"), doc("c", "a", "b"), doc("c", "a7", "b"), doc("a7", "d", "b"), doc("b"), doc("x", "b", "y")];
    const history = new History(states[0] as Document);
    for (const state of states.slice(1)) history.do("step", state);
    for (const state of states.slice(0, -1).reverse()) {
      history.undo();
      expect(history.now).toEqual(state);
    }
    expect(history.canUndo).toBe(false);
    expect(history.undo()).toBeUndefined();
    for (const state of states.slice(1)) {
      history.redo();
      expect(history.now).toEqual(state);
    }
    expect(history.canRedo).toBe(false);
  });

  it("brings the verdict and the class of the whole back", () => {
    const history = new History(emptyDocument);
    history.do("verdict", { verdict: "good", class_id: "g", regions: [] });
    history.undo();
    expect(history.now).toEqual(emptyDocument);
  });

  it("makes one step of the moves of one drag, but not of two", () => {
    const history = new History(doc("a"));
    for (const at of [1, 2, 3]) history.do("move", doc(`a${at}`), "drag-1");
    for (const at of [4, 5]) history.do("move", doc(`a${at}`), "drag-2");
    expect(history.canUndo).toBe(true);
    history.undo();
    expect(names(history)).toBe("a3");
    history.undo();
    expect(names(history)).toBe("a");
  });

  it("does not merge across an undo", () => {
    const history = new History(doc("a"));
    history.do("move", doc("a1"), "drag");
    history.undo();
    history.do("move", doc("a2"), "drag");
    history.do("move", doc("a3"), "other");
    history.undo();
    expect(names(history)).toBe("a2");
  });

  it("forgets what could be redone once something new is done", () => {
    const history = new History(doc("a"));
    history.do("1", doc("a1"));
    history.undo();
    history.do("2", doc("a2"));
    expect(history.canRedo).toBe(false);
    history.undo();
    expect(names(history)).toBe("a");
  });

  it("keeps no more than it is told to", () => {
    const history = new History(doc("a"), 3);
    for (let step = 1; step <= 5; step += 1) history.do("step", doc(`a${step}`));
    while (history.undo()) continue;
    expect(names(history)).toBe("a2");
  });

  it("keeps no more numbers than it is told to, but always the last step", () => {
    // A box is four numbers, before and after.
    const history = new History(doc("a"), 100, 20);
    for (let step = 1; step <= 5; step += 1) history.do("step", doc(`a${step}`));
    while (history.undo()) continue;
    expect(names(history)).toBe("a3");
    const tight = new History(doc("a"), 100, 3);
    tight.do("step", doc("a1"));
    expect(tight.canUndo).toBe(true);
  });

  it("goes on from what was kept, also between two steps, and only where it knows the state", () => {
    const history = new History(doc("a"));
    for (const at of [1, 2, 3]) history.do("move", doc(`a${at}`));
    history.undo();
    const { steps, at, base, first } = history.taken();
    const again = new History(emptyDocument);
    again.reset(doc("a2"), { steps, at, base, first });
    expect(again.canRedo).toBe(true);
    again.redo();
    expect(names(again)).toBe("a3");
    for (let step = 0; step < 3; step += 1) again.undo();
    expect(names(again)).toBe("a");
    expect(again.canUndo).toBe(false);
    again.reset(doc("a9"), { steps, at, base, first });
    expect(again.canUndo || again.canRedo).toBe(false);
  });

  it("tells only what changed since it told last", () => {
    const history = new History(doc("a"));
    history.do("1", doc("a1"));
    history.do("2", doc("a2"));
    expect(history.taken()).toMatchObject({ from: 0, at: 2 });
    history.do("3", doc("a3"));
    const more = history.taken();
    expect([more.from, more.steps.length]).toEqual([2, 1]);
    history.undo();
    history.undo();
    expect(history.taken().steps).toHaveLength(0);
    history.do("4", doc("a4"));
    const other = history.taken();
    expect([other.from, other.steps.length, other.at]).toEqual([1, 1, 2]);
  });
});
