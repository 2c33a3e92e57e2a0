// Told boxes beside marked ones: which are right is worked out once, and each threshold is a count.
import type { EvaluatedPicture } from "@/api/contract";
import { overlap, type Bounds } from "@/lib/boxes";

export type Marked = { class: string; bbox: Bounds; /** Score of the box that is right about it; nothing where none is. */ by: number | null };
export type Told = { class: string; bbox: Bounds; score: number; right: boolean };
/** The told ones from the surest on. */
export type Boxes = { marked: Marked[]; told: Told[] };

/** As the server counts: a box is right where it lies over a marked one of its class by more than this. */
export const SAME_BOX = 0.5;

/** The surest box takes the marked one that it lies over most; no other is right about that one then. */
export function boxesOf(doc: NonNullable<EvaluatedPicture["boxes"]>): Boxes {
  const marked: Marked[] = doc.marked.map((one) => ({ class: one.class, bbox: one.bbox, by: null }));
  const scored = doc.told.map((one) => ({ class: one.class, bbox: one.bbox, score: Math.fround(one.score ?? 0), right: false }));
  const told = scored.sort((a, b) => b.score - a.score);
  for (const one of told) {
    let best: Marked | null = null;
    let most = SAME_BOX;
    for (const other of marked) {
      if (other.by !== null || other.class !== one.class) continue;
      const share = overlap(one.bbox, other.bbox);
      if (share > most) [best, most] = [other, share];
    }
    if (best) {
      best.by = one.score;
      one.right = true;
    }
  }
  return { marked, told };
}

export const isFound = (marked: Marked, threshold: number): boolean => marked.by !== null && marked.by >= threshold;

/** How much the worst marked box is covered by a told one of its class; 0 where there is none, nothing where nothing is marked. */
export function worstOverlap(boxes: Boxes, threshold: number): number | null {
  const told = boxes.told.filter((one) => one.score >= threshold);
  const best = boxes.marked.map((one) => Math.max(0, ...told.filter((other) => other.class === one.class).map((other) => overlap(one.bbox, other.bbox))));
  return best.length > 0 ? Math.min(...best) : null;
}

export type BoxCounts = { marked: number; found: number; told: number };

export function countBoxes(boxes: Boxes, threshold: number, klass?: string): BoxCounts {
  const own = (one: { class: string }) => klass === undefined || one.class === klass;
  const marked = boxes.marked.filter(own);
  return {
    marked: marked.length,
    found: marked.filter((one) => isFound(one, threshold)).length,
    told: boxes.told.filter((one) => own(one) && one.score >= threshold).length,
  };
}

/** Over all pictures. */
export function sumBoxes(all: readonly (Boxes | null)[], threshold: number, klass?: string): BoxCounts {
  const sum: BoxCounts = { marked: 0, found: 0, told: 0 };
  for (const boxes of all) {
    if (!boxes) continue;
    const one = countBoxes(boxes, threshold, klass);
    sum.marked += one.marked;
    sum.found += one.found;
    sum.told += one.told;
  }
  return sum;
}

export const shareOf = (part: number, all: number): number | null => (all > 0 ? part / all : null);
