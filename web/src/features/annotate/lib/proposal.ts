// What a model proposes of a picture, against what is said of it by now. All of it follows from the two, so undo shows a proposal again.
import type { Proposal, ProposedRegion } from "@/api/prelabels";
import type { Document, Region } from "@/modules/annotator";

/** Places that are proposed and not in the label: those as sure as asked for, the surest first, and how many more there are. */
export type Shown = { places: readonly ProposedRegion[]; below: number };

const nothing: Shown = { places: [], below: 0 };

/** Whether there is still something to answer. */
export function isOpen(proposal: Proposal | null | undefined, document: Document): proposal is Proposal {
  if (proposal?.state !== "open") return false;
  // Of a label that somebody made, a verdict is not in question any more; places may still be taken over.
  if (document.verdict === null) return true;
  if (proposal.regions.length === 0) return false;
  // Where places say nothing wrong, as texts in projects about them, a good picture bears some of them.
  return document.verdict === "bad" || (!proposal.bad && document.regions.length > 0);
}

export function shownOf(proposal: Proposal | null | undefined, document: Document, floor: number): Shown {
  if (!isOpen(proposal, document)) return nothing;
  const there = new Set(document.regions.map((one) => one.id));
  const left = proposal.regions.filter((one) => !there.has(one.id));
  const places = left.filter((one) => one.score >= floor);
  return { places, below: left.length - places.length };
}

/** What saying yes makes of the label: a verdict, a class of the whole, or places. Null where there is nothing to say yes to. */
export type Answer = { verdict: "good" | "bad" } | { classId: string } | { regions: Region[] };

/** `activeId`: the class that is drawn with, for places of which the model does not tell the class. */
export function answerOf(proposal: Proposal, document: Document, floor: number, activeId: string | null): Answer | null {
  if (proposal.regions.length > 0) {
    const regions = regionsOf(shownOf(proposal, document, floor).places, activeId);
    return regions.length > 0 ? { regions } : null;
  }
  if (document.verdict !== null) return null;
  if (proposal.class_id) return { classId: proposal.class_id };
  return { verdict: proposal.bad ? "bad" : "good" };
}

/** They keep their ids, by which the server knows what became of the proposal. */
export function regionsOf(places: readonly ProposedRegion[], activeId: string | null): Region[] {
  return places.flatMap(({ id, class_id, shape }): Region[] => {
    const known = class_id ?? activeId;
    return known ? [{ id, class_id: known, shape }] : [];
  });
}
