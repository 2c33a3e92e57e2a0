// What can be asked of any region, whatever its shape.
import { boundsOf, boxContains, clampPoint, movePoints, nearestEdge, polygonArea, polygonContains, round, stayInside } from "./geometry";
import { moveMask } from "./mask";
import { area as maskArea, bounds as maskBounds, contains as maskContains, pack, unpack } from "./rle";
import type { Box, Point, Shape, Size } from "./types";

const cache = new WeakMap<Shape, Box>();

export function shapeBounds(shape: Shape): Box {
  const known = cache.get(shape);
  if (known) return known;
  const box =
    shape.kind === "box"
      ? { x: shape.x, y: shape.y, w: shape.w, h: shape.h }
      : shape.kind === "polygon"
        ? boundsOf(shape.points)
        : (maskBounds(shape.rle) ?? { x: 0, y: 0, w: 0, h: 0 });
  cache.set(shape, box);
  return box;
}

/** Does the point lie in the region, or so near to its edge that a hand would mean it? */
export function shapeHit(shape: Shape, point: Point, margin: number): boolean {
  if (!boxContains(shapeBounds(shape), point, margin)) return false;
  if (shape.kind === "box") return true;
  if (shape.kind === "brush") return maskContains(shape.rle, point);
  return polygonContains(shape.points, point) || nearestEdge(shape.points, point).distance <= margin;
}

/** In square pixels. */
export function areaOf(shape: Shape): number {
  if (shape.kind === "box") return shape.w * shape.h;
  return shape.kind === "polygon" ? polygonArea(shape.points) : maskArea(shape.rle);
}

/** A shape of elsewhere for a picture of this size, moved inside and a little aside; null where there is no room for it. */
export function fitted(shape: Shape, size: Size, aside: number): Shape | null {
  const box = shapeBounds(shape);
  if (box.w > size.width || box.h > size.height || box.w <= 0 || box.h <= 0) return null;
  if (shape.kind !== "brush" || (shape.rle.width === size.width && shape.rle.height === size.height)) return moveShape(shape, aside, aside, size);
  const [dx, dy] = stayInside(box, aside, aside, size);
  return { kind: "brush", rle: pack({ ...unpack(shape.rle, box), x: box.x + Math.round(dx), y: box.y + Math.round(dy) }, size) };
}

export function moveShape(shape: Shape, dx: number, dy: number, size: Size): Shape {
  if (shape.kind === "polygon") return { kind: "polygon", points: movePoints(shape.points, dx, dy, size) };
  if (shape.kind === "brush") return { kind: "brush", rle: moveMask(shape.rle, dx, dy) };
  const [mx, my] = stayInside(shape, dx, dy, size);
  return { ...shape, x: round(shape.x + mx), y: round(shape.y + my) };
}

/** Points by which a shape is changed: corners and sides of a box, corners of a polygon. */
export function handlesOf(shape: Shape): Point[] {
  if (shape.kind === "polygon") return shape.points;
  if (shape.kind === "brush") return [];
  const { x, y, w, h } = shape;
  return [
    [x, y], [x + w / 2, y], [x + w, y], [x + w, y + h / 2], [x + w, y + h], [x + w / 2, y + h], [x, y + h], [x, y + h / 2],
  ];
}

export function moveHandle(shape: Shape, handle: number, to: Point, size: Size): Shape {
  const point = clampPoint(to, size);
  if (shape.kind === "polygon") {
    return { kind: "polygon", points: shape.points.map((one, index) => (index === handle ? [round(point[0]), round(point[1])] : one)) };
  }
  if (shape.kind === "brush") return shape;
  let [left, top, right, bottom] = [shape.x, shape.y, shape.x + shape.w, shape.y + shape.h];
  if ([0, 6, 7].includes(handle)) left = point[0];
  if ([2, 3, 4].includes(handle)) right = point[0];
  if ([0, 1, 2].includes(handle)) top = point[1];
  if ([4, 5, 6].includes(handle)) bottom = point[1];
  return {
    kind: "box",
    x: round(Math.min(left, right)), y: round(Math.min(top, bottom)),
    w: round(Math.abs(right - left)), h: round(Math.abs(bottom - top)),
  };
}
