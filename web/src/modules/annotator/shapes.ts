// What can be asked of any region, whatever its shape.
import { cornersOf, distanceToLine, ellipseBounds, ellipseContains, lengthOfLine, toOwn } from "./figures";
import { boundsOf, boxContains, clampPoint, distance, movePoints, nearestEdge, polygonArea, polygonContains, round, stayInside } from "./geometry";
import { moveMask } from "./mask";
import { area as maskArea, bounds as maskBounds, contains as maskContains, pack, unpack } from "./rle";
import type { Box, Point, Shape, Size } from "./types";

const cache = new WeakMap<Shape, Box>();

export function shapeBounds(shape: Shape): Box {
  const known = cache.get(shape);
  if (known) return known;
  const box = around(shape);
  cache.set(shape, box);
  return box;
}

function around(shape: Shape): Box {
  switch (shape.kind) {
    case "box": return { x: shape.x, y: shape.y, w: shape.w, h: shape.h };
    case "brush": return maskBounds(shape.rle) ?? { x: 0, y: 0, w: 0, h: 0 };
    case "rotated": return boundsOf(cornersOf(shape));
    case "ellipse": return ellipseBounds(shape);
    case "line": {
      const { x, y, w, h } = boundsOf(shape.points);
      return { x: x - shape.width / 2, y: y - shape.width / 2, w: w + shape.width, h: h + shape.width };
    }
    case "polygon": case "points": case "text": return boundsOf(shape.points);
  }
}

/** Does the point lie in the region, or so near to its edge that a hand would mean it? */
export function shapeHit(shape: Shape, point: Point, margin: number): boolean {
  if (!boxContains(shapeBounds(shape), point, margin)) return false;
  switch (shape.kind) {
    case "box": return true;
    case "brush": return maskContains(shape.rle, point);
    case "rotated": {
      const [u, v] = toOwn(shape, point);
      return Math.abs(u) <= shape.w / 2 + margin && Math.abs(v) <= shape.h / 2 + margin;
    }
    case "ellipse": return ellipseContains(shape, point, margin);
    case "line": return distanceToLine(shape.points, point) <= Math.max(shape.width / 2, margin);
    case "points": return shape.points.some((one) => distance(one, point) <= margin);
    case "polygon": case "text": return polygonContains(shape.points, point) || nearestEdge(shape.points, point).distance <= margin;
  }
}

/** In square pixels; of a line as if it were stretched straight. */
export function areaOf(shape: Shape): number {
  switch (shape.kind) {
    case "box": case "rotated": return shape.w * shape.h;
    case "brush": return maskArea(shape.rle);
    case "ellipse": return Math.PI * shape.rx * shape.ry;
    case "line": return lengthOfLine(shape.points) * shape.width + (Math.PI * shape.width * shape.width) / 4;
    case "points": return 0;
    case "polygon": case "text": return polygonArea(shape.points);
  }
}

/** In pixels; null of what is no line. */
export const lengthOf = (shape: Shape): number | null => (shape.kind === "line" ? lengthOfLine(shape.points) : null);

/** A shape of elsewhere for a picture of this size, moved inside and a little aside; null where there is no room for it. */
export function fitted(shape: Shape, size: Size, aside: number): Shape | null {
  const box = shape.kind === "line" ? boundsOf(shape.points) : shapeBounds(shape);
  if (box.w > size.width || box.h > size.height) return null;
  if (shape.kind !== "points" && shape.kind !== "line" && (box.w <= 0 || box.h <= 0)) return null;
  if (shape.kind !== "brush" || (shape.rle.width === size.width && shape.rle.height === size.height)) return moveShape(shape, aside, aside, size);
  const [dx, dy] = stayInside(box, aside, aside, size);
  return { kind: "brush", rle: pack({ ...unpack(shape.rle, box), x: box.x + Math.round(dx), y: box.y + Math.round(dy) }, size) };
}

/** As far as it stays within the picture; what is turned may reach out of it, its centre may not. */
export function moveShape(shape: Shape, dx: number, dy: number, size: Size): Shape {
  switch (shape.kind) {
    case "brush": return { kind: "brush", rle: moveMask(shape.rle, dx, dy) };
    case "rotated": case "ellipse": {
      const [cx, cy] = clampPoint([shape.cx + dx, shape.cy + dy], size);
      return { ...shape, cx: round(cx), cy: round(cy) };
    }
    case "polygon": case "line": case "points": case "text": return { ...shape, points: movePoints(shape.points, dx, dy, size) };
    case "box": {
      const [mx, my] = stayInside(shape, dx, dy, size);
      return { ...shape, x: round(shape.x + mx), y: round(shape.y + my) };
    }
  }
}
