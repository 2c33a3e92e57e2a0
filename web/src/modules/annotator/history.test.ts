import { describe, expect, it } from "vitest";
import { History } from "./history";

describe("history", () => {
  it("goes back and forth to the very same states", () => {
    const history = new History("a");
    history.do("1", "b");
    history.do("2", "c");
    expect(history.undo()?.name).toBe("2");
    expect(history.now).toBe("b");
    history.undo();
    expect(history.now).toBe("a");
    expect(history.canUndo).toBe(false);
    expect(history.undo()).toBeUndefined();
    history.redo();
    history.redo();
    expect(history.now).toBe("c");
    expect(history.canRedo).toBe(false);
  });

  it("makes one step of the moves of one drag, but not of two", () => {
    const history = new History(0);
    for (const at of [1, 2, 3]) history.do("move", at, "drag-1");
    for (const at of [4, 5]) history.do("move", at, "drag-2");
    history.undo();
    expect(history.now).toBe(3);
    history.undo();
    expect(history.now).toBe(0);
  });

  it("does not merge across an undo", () => {
    const history = new History(0);
    history.do("move", 1, "drag");
    history.undo();
    history.do("move", 2, "drag");
    history.do("move", 3, "other");
    history.undo();
    expect(history.now).toBe(2);
  });

  it("forgets what could be redone once something new is done", () => {
    const history = new History("a");
    history.do("1", "b");
    history.undo();
    history.do("2", "c");
    expect(history.canRedo).toBe(false);
    history.undo();
    expect(history.now).toBe("a");
  });

  it("keeps no more than it is told to", () => {
    const history = new History(0, 3);
    for (let step = 1; step <= 5; step += 1) history.do("step", step);
    while (history.undo()) continue;
    expect(history.now).toBe(2);
  });
});
