// Geometry of turned boxes, ellipses and lines: what can be said of them without a picture.
import { distance, distanceToSegment, round } from "./geometry";
import type { Box, Ellipse, Line, Point, Rotated } from "./types";

const radians = (angle: number): number => (angle * Math.PI) / 180;

/** Hundredths of a degree: a side of thousands of pixels still ends at the right tenth. */
export const roundAngle = (angle: number): number => {
  const turned = ((((angle + 180) % 360) + 360) % 360) - 180;
  return Math.round(turned * 100) / 100;
};

/** A place in the figure's own directions, from its centre. */
export function toOwn({ cx, cy, angle }: Pick<Rotated, "cx" | "cy" | "angle">, [x, y]: Point): Point {
  const [sin, cos] = [Math.sin(radians(angle)), Math.cos(radians(angle))];
  const [dx, dy] = [x - cx, y - cy];
  return [dx * cos + dy * sin, -dx * sin + dy * cos];
}

export function fromOwn({ cx, cy, angle }: Pick<Rotated, "cx" | "cy" | "angle">, [u, v]: Point): Point {
  const [sin, cos] = [Math.sin(radians(angle)), Math.cos(radians(angle))];
  return [cx + u * cos - v * sin, cy + u * sin + v * cos];
}

/** From the corner that is at the top left when it stands upright, as a clock goes. */
export function cornersOf(box: Rotated): Point[] {
  const [w, h] = [box.w / 2, box.h / 2];
  return ([[-w, -h], [w, -h], [w, h], [-w, h]] as Point[]).map((own) => fromOwn(box, own));
}

/** The box with one side from a to b that reaches as far as the third point; null where it would be flat. */
export function boxFrom(a: Point, b: Point, to: Point): Rotated | null {
  const long = distance(a, b);
  if (long < 0.1) return null;
  const [ux, uy] = [(b[0] - a[0]) / long, (b[1] - a[1]) / long];
  // To the right of the way from a to b, or else to the left of it.
  const deep = (to[0] - a[0]) * -uy + (to[1] - a[1]) * ux;
  if (Math.abs(deep) < 0.1) return null;
  const [cx, cy] = [(a[0] + b[0]) / 2 - (uy * deep) / 2, (a[1] + b[1]) / 2 + (ux * deep) / 2];
  const angle = roundAngle((Math.atan2(uy, ux) * 180) / Math.PI);
  return { kind: "rotated", cx: round(cx), cy: round(cy), w: Math.max(0.1, round(long)), h: Math.max(0.1, round(Math.abs(deep))), angle };
}

/** The second end of an edge, its angle a multiple of 15°. */
export function straightened(from: Point, to: Point): Point {
  const long = distance(from, to);
  const step = Math.PI / 12;
  const angle = Math.round(Math.atan2(to[1] - from[1], to[0] - from[0]) / step) * step;
  return [from[0] + long * Math.cos(angle), from[1] + long * Math.sin(angle)];
}

/** Corners that stand for the outline within a tenth of a pixel. */
export function ellipseRing(shape: Ellipse): Point[] {
  const radius = Math.max(1, shape.rx, shape.ry);
  const many = Math.min(256, Math.max(12, Math.ceil(Math.PI / Math.acos(1 - 0.1 / radius))));
  return Array.from({ length: many }, (_, index) => {
    const angle = (index / many) * 2 * Math.PI;
    return fromOwn(shape, [shape.rx * Math.cos(angle), shape.ry * Math.sin(angle)]);
  });
}

export function ellipseBounds({ cx, cy, rx, ry, angle }: Ellipse): Box {
  const [sin, cos] = [Math.sin(radians(angle)), Math.cos(radians(angle))];
  const [w, h] = [Math.hypot(rx * cos, ry * sin), Math.hypot(rx * sin, ry * cos)];
  return { x: cx - w, y: cy - h, w: 2 * w, h: 2 * h };
}

export function ellipseContains(shape: Ellipse, at: Point, margin: number): boolean {
  const [u, v] = toOwn(shape, at);
  return (u / (shape.rx + margin)) ** 2 + (v / (shape.ry + margin)) ** 2 <= 1;
}

export const lengthOfLine = (points: readonly Point[]): number =>
  points.reduce((sum, one, index) => (index === 0 ? 0 : sum + distance(points[index - 1] as Point, one)), 0);

export function distanceToLine(points: readonly Point[], at: Point): number {
  return nearestPiece(points, at).distance;
}

/** The piece of an open line nearest to the point: index of its first end, and how far it is. */
export function nearestPiece(points: readonly Point[], at: Point): { index: number; distance: number } {
  const [only] = points;
  let best = { index: -1, distance: only && points.length === 1 ? distance(only, at) : Infinity };
  for (let index = 0; index + 1 < points.length; index += 1) {
    const far = distanceToSegment(at, points[index] as Point, points[index + 1] as Point);
    if (far < best.distance) best = { index, distance: far };
  }
  return best;
}

/** Where the line's breadth is taken hold of: at its edge, beside the middle of its first piece. */
export function breadthHandle({ points: [a, b], width }: Line): Point | null {
  if (!a || !b) return null;
  const long = distance(a, b);
  if (long === 0) return null;
  const [nx, ny] = [-(b[1] - a[1]) / long, (b[0] - a[0]) / long];
  return [(a[0] + b[0]) / 2 + (nx * width) / 2, (a[1] + b[1]) / 2 + (ny * width) / 2];
}

/** Do two sides of a quadrilateral that do not meet at a corner cross? */
export function crosses([a, b, c, d]: readonly Point[]): boolean {
  if (!a || !b || !c || !d) return true;
  const side = (p: Point, q: Point, r: Point) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  const cross = (p: Point, q: Point, r: Point, s: Point) => side(p, q, r) * side(p, q, s) < 0 && side(r, s, p) * side(r, s, q) < 0;
  return cross(a, b, c, d) || cross(b, c, d, a);
}
