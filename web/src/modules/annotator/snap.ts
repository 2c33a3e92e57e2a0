// Points that are drawn near to a corner, an edge or a line of the grid are set exactly there.
import { distance } from "./geometry";
import { ringOf } from "./combine";
import { handlesOf } from "./handles";
import { regionsIn } from "./places";
import type { Point, Region, Shape, Size } from "./types";

export type SnapWay = { readonly shapes: boolean; readonly grid: number | null };
export type Snapped = { readonly at: Point; readonly to: "corner" | "edge" | "grid" };

/** Where a point is drawn to: corners within `reach` come before edges, edges before the grid, which takes every point; null for nowhere. */
export function snap(point: Point, regions: readonly Region[], reach: number, way: SnapWay, size: Size): Snapped | null {
  if (way.shapes) {
    const near = regionsIn(regions, { x: point[0] - reach, y: point[1] - reach, w: 2 * reach, h: 2 * reach });
    const frame: Point[] = [[0, 0], [size.width, 0], [size.width, size.height], [0, size.height]];
    const corner = nearest(point, [...near.flatMap((one) => cornersTo(one.shape)), ...frame], reach);
    if (corner) return { at: corner, to: "corner" };
    const feet = (ring: readonly Point[], last: number) => ring.slice(0, last).map((a, index) => footOn(point, a, ring[(index + 1) % ring.length] as Point));
    const edges = near.flatMap(({ shape }) => {
      if (shape.kind === "line") return feet(shape.points, -1);
      const ring = ringOf(shape) ?? [];
      return feet(ring, ring.length);
    });
    const edge = nearest(point, [...edges, ...feet(frame, 4)], reach);
    if (edge) return { at: edge, to: "edge" };
  }
  if (way.grid === null || way.grid <= 0) return null;
  const { grid } = way;
  const line = (value: number, most: number) => Math.min(most, Math.round(value / grid) * grid);
  return { at: [line(point[0], size.width), line(point[1], size.height)], to: "grid" };
}

/** Ends, corners and single points; of ellipses where their axes end, and the middle. */
function cornersTo(shape: Shape): readonly Point[] {
  if (shape.kind === "line" || shape.kind === "points") return shape.points;
  if (shape.kind === "ellipse") return [...handlesOf(shape), [shape.cx, shape.cy]];
  return ringOf(shape) ?? [];
}

function nearest(point: Point, others: readonly Point[], reach: number): Point | null {
  let best: Point | null = null;
  let least = reach;
  for (const one of others) {
    const far = distance(point, one);
    if (far <= least) [best, least] = [one, far];
  }
  return best;
}

/** The place on the line from a to b that is nearest to the point. */
function footOn(p: Point, a: Point, b: Point): Point {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const long = dx * dx + dy * dy;
  const at = long === 0 ? 0 : Math.min(1, Math.max(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / long));
  return [a[0] + at * dx, a[1] + at * dy];
}
