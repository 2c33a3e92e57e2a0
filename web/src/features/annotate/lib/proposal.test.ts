import { describe, expect, it } from "vitest";
import type { Proposal, ProposedRegion } from "@/api/prelabels";
import { emptyDocument, type Document } from "@/modules/annotator";
import { answerOf, isOpen, shownOf } from "./proposal";

const place = (id: string, score: number, class_id: string | null = "c1"): ProposedRegion => ({ id, score, class_id, shape: { kind: "box", x: 1, y: 1, w: 5, h: 5 } });
const proposal = (more: Partial<Proposal> = {}): Proposal => ({
  model: { id: "m", name: "M", number: 1 }, state: "open", bad: true, score: 0.8, uncertainty: 0.4, class_id: null, regions: [place("a", 0.9), place("b", 0.5, null)], ...more,
});
const bad = (...ids: string[]): Document => ({ verdict: "bad", class_id: null, regions: ids.map((id) => ({ id, class_id: "c1", shape: place(id, 1).shape })) });

describe("what a model proposes", () => {
  it("is shown down to the threshold, and no longer once it is in the label", () => {
    expect(shownOf(proposal(), emptyDocument, 0)).toMatchObject({ places: [{ id: "a" }, { id: "b" }], below: 0 });
    expect(shownOf(proposal(), emptyDocument, 0.6)).toMatchObject({ places: [{ id: "a" }], below: 1 });
    expect(shownOf(proposal(), bad("a"), 0)).toMatchObject({ places: [{ id: "b" }], below: 0 });
    expect(shownOf(proposal({ state: "refused" }), emptyDocument, 0).places).toEqual([]);
  });

  it("is answered by a label that says good, and open again once that is taken back", () => {
    const good: Document = { verdict: "good", class_id: "c0", regions: [] };
    expect([isOpen(proposal(), good), isOpen(proposal(), emptyDocument)]).toEqual([false, true]);
    // A verdict alone is answered by any verdict.
    expect([isOpen(proposal({ regions: [] }), bad()), isOpen(proposal({ regions: [] }), emptyDocument)]).toEqual([false, true]);
  });

  it("stays open on a good picture that bears texts which are no fault, until all are taken over", () => {
    const text = (id: string): ProposedRegion => ({ id, score: 0.9, class_id: "c1", shape: { kind: "text", points: [[1, 1], [9, 1], [9, 4], [1, 4]], text: "A1" } });
    const read = proposal({ model: null, bad: false, regions: [text("a"), text("b")] });
    const one: Document = { verdict: "good", class_id: "c0", regions: [{ id: "a", class_id: "c1", shape: text("a").shape }] };
    expect(isOpen(read, one)).toBe(true);
    expect(shownOf(read, one, 0)).toMatchObject({ places: [{ id: "b" }] });
    // Whoever says good and marks nothing has answered.
    expect(isOpen(read, { ...one, regions: [] })).toBe(false);
    expect(answerOf(read, emptyDocument, 0, null)).toMatchObject({ regions: [{ id: "a", shape: { text: "A1" } }, { id: "b" }] });
  });

  it("becomes places that keep their ids, in the class that is drawn with where the model tells none", () => {
    expect(answerOf(proposal(), emptyDocument, 0, "c2")).toEqual({ regions: [
      { id: "a", class_id: "c1", shape: place("a", 1).shape }, { id: "b", class_id: "c2", shape: place("b", 1).shape },
    ] });
    expect(answerOf(proposal(), emptyDocument, 0, null)).toMatchObject({ regions: [{ id: "a" }] });
    expect(answerOf(proposal(), emptyDocument, 0.95, "c2")).toBeNull();
  });

  it("becomes the class or the verdict of the whole picture where it has no places", () => {
    expect(answerOf(proposal({ regions: [], class_id: "c2" }), emptyDocument, 0, null)).toEqual({ classId: "c2" });
    expect(answerOf(proposal({ regions: [], bad: false }), emptyDocument, 0, null)).toEqual({ verdict: "good" });
    expect(answerOf(proposal({ regions: [], bad: false }), bad(), 0, null)).toBeNull();
  });
});
