import { countBoxes, worstOverlap } from "./boxes";
import { isOtherClass, mistakeOf, type Judged } from "./judged";

export const kinds = ["escape", "overkill", "missed", "false", "class", "all"] as const;
export type Kind = (typeof kinds)[number];
export const orders = ["worst", "high", "low", "name"] as const;
export type Order = (typeof orders)[number];

const belongs: Record<Kind, (picture: Judged, threshold: number) => boolean> = {
  escape: (picture, threshold) => mistakeOf(picture, threshold) === "escape",
  overkill: (picture, threshold) => mistakeOf(picture, threshold) === "overkill",
  missed: (picture, threshold) => boxMistakes(picture, threshold).missed > 0,
  false: (picture, threshold) => boxMistakes(picture, threshold).needless > 0,
  class: isOtherClass,
  all: () => true,
};

/** Boxes that are missed, and those told where none of the class is marked. */
export function boxMistakes(picture: Judged, threshold: number): { found: number; missed: number; needless: number } {
  if (!picture.boxes) return { found: 0, missed: 0, needless: 0 };
  const { marked, found, told } = countBoxes(picture.boxes, threshold);
  return { found, missed: marked - found, needless: told - found };
}

export function count(pictures: readonly Judged[], threshold: number): Record<Kind, number> {
  const of = (kind: Kind) => pictures.reduce((sum, one) => sum + (belongs[kind](one, threshold) ? 1 : 0), 0);
  return { escape: of("escape"), overkill: of("overkill"), missed: of("missed"), false: of("false"), class: of("class"), all: pictures.length };
}

/** How far on the wrong side of the threshold; below 0 where the verdict is right. */
const wrongBy = (picture: Judged, threshold: number): number => (picture.bad ? threshold - picture.score : picture.score - threshold);

/** `text`: in the name, or the picture's own id; `from`, `to`: of the overlap of its worst box, 0 to 1. */
export type Wanted = { klass?: string | undefined; text?: string | undefined; from?: number | undefined; to?: number | undefined };

function isWanted(picture: Judged, threshold: number, { klass, text, from, to }: Wanted): boolean {
  if (klass !== undefined && picture.truth !== klass) return false;
  if (text !== undefined && picture.pictureId !== text && !picture.name.toLowerCase().includes(text.toLowerCase())) return false;
  if (from === undefined && to === undefined) return true;
  const overlap = picture.boxes && worstOverlap(picture.boxes, threshold);
  return overlap !== null && overlap >= (from ?? 0) && overlap <= (to ?? 1);
}

export function listOf(pictures: readonly Judged[], threshold: number, kind: Kind, order: Order, wanted: Wanted = {}): Judged[] {
  const by: Record<Order, (a: Judged, b: Judged) => number> = {
    worst: (a, b) => compare(wrongBy(b, threshold), wrongBy(a, threshold)),
    high: (a, b) => compare(b.score, a.score),
    low: (a, b) => compare(a.score, b.score),
    name: (a, b) => a.name.localeCompare(b.name),
  };
  return pictures
    .filter((one) => belongs[kind](one, threshold) && isWanted(one, threshold, wanted))
    .sort((a, b) => by[order](a, b) || a.index - b.index);
}

/** Also right for scores that are none (minus infinity), whose difference is not a number. */
const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
