// What labels say together: verdict, class of the whole, and regions never contradict each other.
import type { ClassInfo, Document, Region, Verdict } from "./types";

type Classes = readonly ClassInfo[];
const find = (classes: Classes, id: string | null): ClassInfo | undefined => classes.find((one) => one.id === id);

/** Whether some region says that something is wrong. */
export const accuses = (regions: readonly Region[], innocent: string | null | undefined): boolean => regions.some((one) => one.shape.kind !== innocent);
const innocentOf = (classes: Classes): string | null => classes.find((one) => one.innocent)?.innocent ?? null;

export function withVerdict(document: Document, verdict: Verdict | null, classes: Classes): Document {
  // A good part has no defects; Ctrl Z brings them back.
  if (verdict === "good") {
    const innocent = innocentOf(classes);
    return { verdict, class_id: classes.find((one) => one.good)?.id ?? null, regions: document.regions.filter((one) => one.shape.kind === innocent) };
  }
  const kept = find(classes, document.class_id);
  return { ...document, verdict, class_id: verdict === "bad" && kept && !kept.good ? kept.id : null };
}

/** The class of the picture as a whole. */
export function withClass(document: Document, id: string | null, classes: Classes): Document {
  const found = find(classes, id);
  if (found?.good) return withVerdict(document, "good", classes);
  return { ...document, class_id: id, verdict: found ? "bad" : document.verdict };
}

/** Whoever marks a defect says by it that the part is bad; what says nothing wrong, that somebody looked and found none. */
export function withRegions(document: Document, regions: readonly Region[], classes: Classes): Document {
  const innocent = innocentOf(classes);
  const marks = (all: readonly Region[]) => all.filter((one) => one.shape.kind !== innocent).length;
  const marked = marks(regions) > marks(document.regions);
  if (!marked && document.verdict === null && regions.length > document.regions.length) return withVerdict({ ...document, regions }, "good", classes);
  const good = find(classes, document.class_id)?.good ?? false;
  return { verdict: marked ? "bad" : document.verdict, class_id: marked && good ? null : document.class_id, regions };
}

/** The class to draw with: the one at hand while it is there, else the first of a defect. */
export const drawable = (classes: Classes, id: string | null): string | null =>
  (classes.find((one) => one.id === id && !one.good) ?? classes.find((one) => !one.good))?.id ?? null;

/** Whether a region that is new, or now of another class or kind, is of the kind that its class asks for. What was there before may stay. */
export function fitsItsClass(region: Region, before: readonly Region[], classes: Classes): boolean {
  const only = find(classes, region.class_id)?.shape;
  const there = (old: Region) => old.id === region.id && old.class_id === region.class_id && old.shape.kind === region.shape.kind;
  return !only || only === region.shape.kind || before.some(there);
}
