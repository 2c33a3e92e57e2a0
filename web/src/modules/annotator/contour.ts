// Masks become outlines: walks along the edges between inside and outside, then leaves out what a line within a tolerance does not need.
import { polygonArea, simplify } from "./geometry";
import type { Patch } from "./rle";
import type { Point } from "./types";

export type Outline = { readonly points: Point[]; readonly hole: boolean; readonly area: number };

const STEPS: readonly Point[] = [[1, 0], [0, 1], [-1, 0], [0, -1]];

/** All outlines of a patch, in pixels of the picture, with every corner. Pixels that touch by a corner only are apart. */
export function trace(patch: Patch): Outline[] {
  const { w, h, data } = patch;
  const wide = w + 1;
  // Which ways lead on from a corner: a bit each for right, down, left, up; inside lies to the right of the way.
  const ways = new Uint8Array(wide * (h + 1));
  const inside = (x: number, y: number) => x >= 0 && y >= 0 && x < w && y < h && data[y * w + x] === 1;
  for (let y = 0; y < h; y += 1) {
    for (let x = 0; x < w; x += 1) {
      if (data[y * w + x] !== 1) continue;
      const at = y * wide + x;
      if (!inside(x, y - 1)) (ways[at] as number) |= 1;
      if (!inside(x + 1, y)) (ways[at + 1] as number) |= 2;
      if (!inside(x, y + 1)) (ways[at + wide + 1] as number) |= 4;
      if (!inside(x - 1, y)) (ways[at + wide] as number) |= 8;
    }
  }
  const outlines: Outline[] = [];
  for (let start = 0; start < ways.length; start += 1) {
    while (ways[start]) outlines.push(walk(ways, start, wide, patch));
  }
  return outlines;
}

function walk(ways: Uint8Array, start: number, wide: number, patch: Patch): Outline {
  const points: Point[] = [];
  const first = [0, 1, 2, 3].find((one) => (ways[start] as number) & (1 << one)) ?? 0;
  let [at, way, twice] = [start, first, 0];
  do {
    ways[at] = (ways[at] as number) & ~(1 << way);
    const [dx, dy] = STEPS[way] as Point;
    twice += (at % wide) * dy - Math.floor(at / wide) * dx;
    at += dy * wide + dx;
    const left = ways[at] as number;
    // Around the same pixel as far as it goes: right, ahead, left.
    const next = at === start ? first : ([1, 0, 3].map((turn) => (way + turn) % 4).find((one) => left & (1 << one)) ?? first);
    if (next !== way) points.push([(at % wide) + patch.x, Math.floor(at / wide) + patch.y]);
    way = next;
  } while (at !== start);
  return { points, hole: twice < 0, area: Math.abs(twice) / 2 };
}

/** A closed outline with fewer corners. */
export function thin(points: readonly Point[], tolerance: number): Point[] {
  if (points.length < 4) return [...points];
  // Two corners far apart stay, so that the closed line can be treated as two open ones.
  let far = 0;
  let reach = -1;
  const [x, y] = points[0] as Point;
  points.forEach((one, index) => {
    const long = Math.hypot(one[0] - x, one[1] - y);
    if (long > reach) [reach, far] = [long, index];
  });
  const one = simplify(points.slice(0, far + 1), tolerance);
  const two = simplify([...points.slice(far), points[0] as Point], tolerance);
  const kept = [...one.slice(0, -1), ...two.slice(0, -1)];
  return kept.length >= 3 && polygonArea(kept) > 0 ? kept : [...points];
}
