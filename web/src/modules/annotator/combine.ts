// Regions out of regions: joined, cut, split, one kind into another. What one outline cannot say (holes) becomes a mask.
import { difference, intersection, union } from "polyclip-ts";
import { thin, trace } from "./contour";
import { polygonArea, roundPoint } from "./geometry";
import { cornersOf, ellipseRing, lengthOfLine } from "./figures";
import { half, paint, subtract, unite } from "./mask";
import { fillRings } from "./raster";
import { area, bounds, unpack, type Patch } from "./rle";
import type { Line, Point, Rle, Shape, Size } from "./types";

type Ring = [number, number][];
type Multi = Ring[][];

/** Pieces smaller than this, in square pixels, are crumbs of rounding. */
const CRUMB = 0.5;
/** So far may an outline lie from the mask that it was made of. */
const TOLERANCE = 1;

/** Its outline; null of what one exact outline cannot say, and of points, which cover nothing. */
export function ringOf(shape: Shape): Point[] | null {
  switch (shape.kind) {
    case "polygon": case "text": return shape.points;
    case "rotated": return cornersOf(shape);
    case "ellipse": return ellipseRing(shape);
    case "brush": case "line": case "points": return null;
    case "box": {
      const { x, y, w, h } = shape;
      return [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
    }
  }
}

/** The pixels that it covers; null where those are none. */
export function maskOf(shape: Shape, size: Size): Rle | null {
  if (shape.kind === "brush") return shape.rle;
  if (shape.kind === "line") return paint(null, shape.points, shape.width / 2, size);
  const ring = ringOf(shape);
  return ring && fillRings([ring], size);
}

const closed = (multi: Multi): Multi => multi.filter((rings) => polygonArea(rings[0] ?? []) > CRUMB);
/** Without the corner that closes it. */
const opened = (ring: Ring): Point[] => {
  const points = ring.map(roundPoint);
  const [first, last] = [points[0], points[points.length - 1]];
  return first && last && points.length > 1 && first[0] === last[0] && first[1] === last[1] ? points.slice(0, -1) : points;
};
const maskFrom = (rle: Rle | null): Shape[] => (rle && area(rle) > 0 ? [{ kind: "brush", rle }] : []);

/** One region where several were: an outline, or a mask where they do not touch or enclose something. */
export function join(shapes: readonly Shape[], size: Size): Shape | null {
  const rings = shapes.map(ringOf);
  if (rings.every((one) => one !== null)) {
    const [first, ...rest] = rings.map((one): Multi => [[one as Ring]]);
    if (!first) return null;
    const all = closed(union(first, ...rest) as Multi);
    const outline = all.length === 1 && all[0]?.length === 1 ? inside(opened(all[0][0] as Ring), size) : null;
    if (outline) return outline;
  }
  const masks = shapes.flatMap((one) => maskOf(one, size) ?? []);
  const [first, ...rest] = masks;
  return first ? { kind: "brush", rle: rest.reduce(unite, first) } : null;
}

/** What is left of a shape without the others: nothing, one piece or several. */
export function cut(shape: Shape, others: readonly Shape[], size: Size): Shape[] {
  if (shape.kind === "points" || others.every((one) => one.kind === "points")) return [shape];
  const ring = ringOf(shape);
  const rings = others.map(ringOf);
  if (ring && rings.every((one) => one !== null)) {
    const [first, ...rest] = rings.map((one): Multi => [[one as Ring]]);
    if (!first) return [shape];
    const left = closed(difference([[ring as Ring]], first, ...rest) as Multi);
    const outlines = left.map((one) => (one.length === 1 ? inside(opened(one[0] as Ring), size) : null));
    if (outlines.every((one) => one !== null)) return outlines;
  }
  let mask = maskOf(shape, size);
  for (const one of others) {
    const other = maskOf(one, size);
    if (mask && other) mask = subtract(mask, other);
  }
  return maskFrom(mask);
}

/** The pieces that a line from a to b makes of a shape; null where it does not go through. */
export function split(shape: Shape, a: Point, b: Point, size: Size | null = null): Shape[] | null {
  if (shape.kind === "points") return null;
  if (shape.kind === "line") return splitLine(shape, a, b);
  if (shape.kind === "brush") {
    const parts = [half(shape.rle, a, b, true), half(shape.rle, a, b, false)];
    return parts.every((one) => one !== null) ? parts.map((one) => ({ kind: "brush", rle: one as Rle })) : null;
  }
  const rings = splitRing(ringOf(shape) as Point[], a, b).filter((one) => polygonArea(one) > CRUMB);
  if (rings.length < 2) return null;
  return rings.flatMap((points) => (size ? (inside(points, size) ?? []) : { kind: "polygon" as const, points: points.map(roundPoint) }));
}

/** Two lines, where the cut goes through the middle of the line. */
function splitLine(line: Line, a: Point, b: Point): Shape[] | null {
  for (let index = 0; index + 1 < line.points.length; index += 1) {
    const [p, q] = [line.points[index] as Point, line.points[index + 1] as Point];
    const cross = (b[0] - a[0]) * (q[1] - p[1]) - (b[1] - a[1]) * (q[0] - p[0]);
    if (cross === 0) continue;
    const along = ((p[0] - a[0]) * (q[1] - p[1]) - (p[1] - a[1]) * (q[0] - p[0])) / cross;
    const at = ((p[0] - a[0]) * (b[1] - a[1]) - (p[1] - a[1]) * (b[0] - a[0])) / cross;
    if (along < 0 || along > 1 || at <= 0 || at >= 1) continue;
    const here = roundPoint([p[0] + at * (q[0] - p[0]), p[1] + at * (q[1] - p[1])]);
    const parts = [[...line.points.slice(0, index + 1), here], [here, ...line.points.slice(index + 1)]];
    return parts.every((one) => lengthOfLine(one) > 0) ? parts.map((points) => ({ ...line, points })) : null;
  }
  return null;
}

type Crossing = { edge: number; along: number; at: Point };

function crossings(ring: readonly Point[], a: Point, b: Point): Crossing[] {
  const found: Crossing[] = [];
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  ring.forEach((p, edge) => {
    const q = ring[(edge + 1) % ring.length] as Point;
    const [ex, ey] = [q[0] - p[0], q[1] - p[1]];
    const cross = dx * ey - dy * ex;
    if (cross === 0) return;
    const along = ((p[0] - a[0]) * ey - (p[1] - a[1]) * ex) / cross;
    const at = ((p[0] - a[0]) * dy - (p[1] - a[1]) * dx) / cross;
    // Half open, so that a line through a corner crosses once.
    if (along >= 0 && along <= 1 && at >= 0 && at < 1) found.push({ edge, along, at: [a[0] + along * dx, a[1] + along * dy] });
  });
  return found.sort((one, two) => one.along - two.along);
}

/** Every piece of the line that lies inside, from one edge to another, parts its ring in two. */
function splitRing(ring: readonly Point[], a: Point, b: Point): Point[][] {
  const found = crossings(ring, a, b);
  // A line that begins inside has its first crossing on the way out: that one parts nothing.
  const from = isInside(ring, a) ? 1 : 0;
  const [one, two] = [found[from], found[from + 1]];
  if (!one || !two) return [[...ring]];
  const [first, second] = one.edge <= two.edge ? [one, two] : [two, one];
  const inner = [first.at, ...ring.slice(first.edge + 1, second.edge + 1), second.at];
  const outer = [...ring.slice(0, first.edge + 1), first.at, second.at, ...ring.slice(second.edge + 1)];
  if (first.edge === second.edge) return [[...ring]];
  // Beyond this piece of the line there may be others.
  const beyond: Point = [two.at[0] + (b[0] - two.at[0]) * 1e-6, two.at[1] + (b[1] - two.at[1]) * 1e-6];
  return [inner, outer].flatMap((part) => splitRing(part, beyond, b));
}

function isInside(ring: readonly Point[], [x, y]: Point): boolean {
  let inside = false;
  ring.forEach((p, index) => {
    const q = ring[(index + 1) % ring.length] as Point;
    if (p[1] > y !== q[1] > y && x < ((q[0] - p[0]) * (y - p[1])) / (q[1] - p[1]) + p[0]) inside = !inside;
  });
  return inside;
}

function inside(ring: readonly Point[], { width, height }: Size): Shape | null {
  if (ring.every(([x, y]) => x >= 0 && y >= 0 && x <= width && y <= height)) return { kind: "polygon", points: ring.map(roundPoint) };
  const frame: Ring = [[0, 0], [width, 0], [width, height], [0, height]];
  const cut = closed(intersection([[ring as Ring]], [[frame]]) as Multi);
  return cut.length === 1 && cut[0]?.length === 1 ? { kind: "polygon", points: opened(cut[0][0] as Ring) } : null;
}

/** A patch of ones as regions: outlines, where wanted and each without a hole, else one mask. */
export function shapesOfPatch(patch: Patch, size: Size, as: "polygon" | "brush", rleOfPatch: (patch: Patch, size: Size) => Rle, tolerance = TOLERANCE): Shape[] {
  const outlines = trace(patch).filter((one) => one.area > CRUMB);
  if (outlines.length === 0) return [];
  if (as === "brush" || outlines.some((one) => one.hole)) return [{ kind: "brush", rle: rleOfPatch(patch, size) }];
  return outlines.map(({ points }) => ({ kind: "polygon", points: thin(points, tolerance).map(roundPoint) }));
}

/** Anything as an outline; null where one outline cannot say it. */
export function asPolygon(shape: Shape, size: Size): Shape | null {
  if (shape.kind === "polygon") return shape;
  const ring = ringOf(shape);
  // What is turned may reach out of the picture; an outline may not.
  if (ring) return inside(ring, size);
  const rle = maskOf(shape, size);
  const box = rle && bounds(rle);
  const outlines = rle && box ? trace(unpack(rle, box)) : [];
  return outlines.length === 1 && outlines[0] ? { kind: "polygon", points: thin(outlines[0].points, TOLERANCE).map(roundPoint) } : null;
}
