// Parts of a service's pictures that do not matter, while they are drawn.
import type { IgnoredPart } from "@/api/contract";
import { corners, type Point } from "@/lib/drawn";

export type Parts = Record<string, IgnoredPart>;

export const outlineOf = (part: IgnoredPart): Point[] => {
  if ("box" in part) {
    const [x = 0, y = 0, w = 0, h = 0] = part.box;
    return corners([x, y, w, h]);
  }
  return part.polygon.map(([x = 0, y = 0]): Point => [x, y]);
};

export function freePart(parts: Parts): string {
  for (let n = Object.keys(parts).length + 1; ; n += 1) if (!(`part${n}` in parts)) return `part${n}`;
}

/** As it is where the new name is taken. */
export const renamed = (parts: Parts, from: string, to: string): Parts =>
  to in parts ? parts : Object.fromEntries(Object.entries(parts).map(([name, part]) => [name === from ? to : name, part]));

export const without = (parts: Parts, name: string): Parts => Object.fromEntries(Object.entries(parts).filter(([other]) => other !== name));

/** Of these tasks a model finds no places; a packed recipe has such parts of its own. */
export const findsPlaces = (task: string): boolean => !["components", "read", "glue", "recipe"].includes(task);
