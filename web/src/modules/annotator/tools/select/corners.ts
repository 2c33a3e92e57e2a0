// Corners of outlines: one more, one less, and the dots in the middle of edges that become corners.
import { distance } from "../../geometry";
import type { Point } from "../../types";

/** Edges shorter than this on the screen have no dot: it would be in the way of their corners. */
const LEAST_EDGE_SCREEN = 36;

export const inserted = (points: readonly Point[], edge: number, at: Point): Point[] => [...points.slice(0, edge + 1), at, ...points.slice(edge + 1)];

/** Null where too few would be left. */
export const removed = (points: readonly Point[], corner: number, fewest = 3): Point[] | null =>
  points.length > fewest ? points.filter((_, index) => index !== corner) : null;

/** `pixel`: how much of the picture a pixel of the screen is. */
export function middles(points: readonly Point[], pixel: number, closed = true): { at: Point; edge: number }[] {
  return points.flatMap((a, edge) => {
    if (!closed && edge === points.length - 1) return [];
    const b = points[(edge + 1) % points.length] as Point;
    return distance(a, b) >= LEAST_EDGE_SCREEN * pixel ? [{ at: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] as Point, edge }] : [];
  });
}

/** How far corners are apart, on the whole. */
export const spacing = (points: readonly Point[]): number =>
  points.reduce((sum, one, index) => sum + distance(one, points[(index + 1) % points.length] ?? one), 0) / Math.max(1, points.length);
