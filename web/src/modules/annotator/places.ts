// Where regions lie, as one flat row of numbers: asking five thousand of them takes some microseconds. Made once a list of regions.
import { shapeBounds, shapeHit } from "./shapes";
import type { Box, Point, Region } from "./types";

const made = new WeakMap<readonly Region[], Float64Array>();

function flat(regions: readonly Region[]): Float64Array {
  const known = made.get(regions);
  if (known) return known;
  const edges = new Float64Array(regions.length * 4);
  regions.forEach((region, index) => {
    const { x, y, w, h } = shapeBounds(region.shape);
    edges.set([x, y, x + w, y + h], index * 4);
  });
  made.set(regions, edges);
  return edges;
}

/** The places in the list of those whose bounds touch the box, in the order of the list. */
export function touching(regions: readonly Region[], box: Box): number[] {
  const edges = flat(regions);
  const [right, bottom] = [box.x + box.w, box.y + box.h];
  const found: number[] = [];
  for (let index = 0, at = 0; index < regions.length; index += 1, at += 4) {
    if (
      (edges[at] as number) <= right && (edges[at + 2] as number) >= box.x &&
      (edges[at + 1] as number) <= bottom && (edges[at + 3] as number) >= box.y
    ) found.push(index);
  }
  return found;
}

/** The regions themselves. */
export const regionsIn = (regions: readonly Region[], box: Box): Region[] => touching(regions, box).flatMap((index) => regions[index] ?? []);

/** The uppermost region under the point; among overlapping ones the smallest, so that none is out of reach. */
export function regionAt(regions: readonly Region[], point: Point, margin: number, skip: (id: string) => boolean = () => false): Region | undefined {
  let best: Region | undefined;
  let least = Infinity;
  for (const index of touching(regions, { x: point[0] - margin, y: point[1] - margin, w: 2 * margin, h: 2 * margin })) {
    const region = regions[index];
    if (!region || skip(region.id) || !shapeHit(region.shape, point, margin)) continue;
    const box = shapeBounds(region.shape);
    if (box.w * box.h <= least) {
      least = box.w * box.h;
      best = region;
    }
  }
  return best;
}
