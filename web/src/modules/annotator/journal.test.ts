import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { describe, expect, it, vi } from "vitest";
import { History } from "./history";
import { Journal } from "./journal";
import { emptyDocument, type Document } from "./types";

vi.stubGlobal("IDBKeyRange", IDBKeyRange);
const none = { locked: [], hidden: [] };
const doc = (many: number): Document => ({
  verdict: "bad", class_id: null,
  regions: Array.from({ length: many }, (_, index) => ({ id: `r${index}`, class_id: "c", shape: { kind: "box", x: index, y: 0, w: 5, h: 5 } })),
});

describe("the journal", () => {
  it("gives a history back to another page, step by step, and cut where it went another way", async () => {
    const factory = new IDBFactory();
    const journal = new Journal(factory);
    const history = new History(emptyDocument);
    for (let many = 1; many <= 3; many += 1) history.do("add", doc(many));
    await journal.put("p", { ...history.taken(), ...none });
    history.undo();
    history.undo();
    history.do("add", doc(7));
    void journal.put("p", { ...history.taken(), locked: ["r1"], hidden: [] });
    // Asked right away: what is being written is waited for.
    const kept = await journal.load("p");
    expect(kept).toMatchObject({ at: 2, locked: ["r1"] });
    const again = new History(emptyDocument);
    again.reset(doc(7), await new Journal(factory).load("p"));
    again.undo();
    expect(again.now).toEqual(doc(1));
    again.undo();
    expect(again.now).toEqual(emptyDocument);
  });

  it("knows nothing of other pictures", async () => {
    const journal = new Journal(new IDBFactory());
    await journal.put("one", { ...new History(emptyDocument).taken(), ...none });
    expect(await journal.load("other")).toBeNull();
  });

  it("forgets the pictures that were not opened for the longest time", async () => {
    let now = 0;
    const journal = new Journal(new IDBFactory(), () => (now += 1), 2);
    for (const picture of ["a", "b", "c"]) {
      const history = new History(emptyDocument);
      history.do("add", doc(1));
      await journal.put(picture, { ...history.taken(), ...none });
    }
    expect(await journal.load("a")).toBeNull();
    expect((await journal.load("c"))?.steps).toHaveLength(1);
  });

  it("follows a history that forgot its first steps", async () => {
    const journal = new Journal(new IDBFactory());
    const history = new History(emptyDocument, 3);
    for (let many = 1; many <= 6; many += 1) {
      history.do("add", doc(many));
      await journal.put("p", { ...history.taken(), ...none });
    }
    const again = new History(emptyDocument, 3);
    again.reset(doc(6), await journal.load("p"));
    while (again.undo()) continue;
    expect(again.now).toEqual(doc(3));
  });

  it("does without where the browser has no database", async () => {
    const journal = new Journal(undefined);
    await journal.put("p", { ...new History(emptyDocument).taken(), ...none });
    expect(await journal.load("p")).toBeNull();
  });
});
