// Points by which a shape is changed, and what becomes of it when one of them is moved.
import { breadthHandle, cornersOf, distanceToLine, fromOwn, roundAngle, straightened, toOwn } from "./figures";
import { clampPoint, round, roundPoint } from "./geometry";
import type { Ellipse, Point, Rotated, Shape, Size } from "./types";

/** So far above the figure lies what turns it, in pixels of the screen. */
const STEM_SCREEN = 26;
const LEAST = 0.1;

/** The place that turns the figure; `pixel`: how much of the picture a pixel of the screen is. */
function turner(shape: Rotated | Ellipse, pixel: number): Point {
  const up = shape.kind === "rotated" ? shape.h / 2 : shape.ry;
  return fromOwn(shape, [0, -up - STEM_SCREEN * pixel]);
}

/** From where to where the stem of the turning handle goes; null for shapes that are not turned. */
export function stemOf(shape: Shape, pixel: number): [Point, Point] | null {
  if (shape.kind !== "rotated" && shape.kind !== "ellipse") return null;
  return [fromOwn(shape, [0, shape.kind === "rotated" ? -shape.h / 2 : -shape.ry]), turner(shape, pixel)];
}

/** Corners first, as far as a shape has them. Without `pixel` those only that lie on the shape. */
export function handlesOf(shape: Shape, pixel: number | null = null): Point[] {
  switch (shape.kind) {
    case "brush": return [];
    case "polygon": case "points": case "text": return shape.points;
    case "line": {
      const breadth = pixel === null ? null : breadthHandle(shape);
      return breadth ? [...shape.points, breadth] : shape.points;
    }
    case "box": {
      const { x, y, w, h } = shape;
      return [
        [x, y], [x + w / 2, y], [x + w, y], [x + w, y + h / 2], [x + w, y + h], [x + w / 2, y + h], [x, y + h], [x, y + h / 2],
      ];
    }
    case "rotated": {
      const [w, h] = [shape.w / 2, shape.h / 2];
      const sides = ([[0, -h], [w, 0], [0, h], [-w, 0]] as Point[]).map((own) => fromOwn(shape, own));
      return [...cornersOf(shape), ...sides, ...(pixel === null ? [] : [turner(shape, pixel)])];
    }
    case "ellipse": {
      const ends = ([[shape.rx, 0], [0, shape.ry], [-shape.rx, 0], [0, -shape.ry]] as Point[]).map((own) => fromOwn(shape, own));
      return [...ends, ...(pixel === null ? [] : [turner(shape, pixel)])];
    }
  }
}

/** Does the handle turn the shape, so that it must not snap to places? */
export const isTurner = (shape: Shape, handle: number): boolean => (shape.kind === "rotated" && handle === 8) || (shape.kind === "ellipse" && handle === 4);

/** `straight`: turns go by steps of 15°. */
export function moveHandle(shape: Shape, handle: number, to: Point, size: Size, straight = false): Shape {
  const point = clampPoint(to, size);
  switch (shape.kind) {
    case "brush": return shape;
    case "polygon": case "points": case "text": return { ...shape, points: withPoint(shape.points, handle, point) };
    case "line":
      if (handle < shape.points.length) return { ...shape, points: withPoint(shape.points, handle, point) };
      return { ...shape, width: Math.min(Math.max(size.width, size.height), Math.max(1, round(2 * distanceToLine(shape.points, point)))) };
    case "box": return boxMoved(shape, handle, point);
    case "rotated": return rotatedMoved(shape, handle, point, straight);
    case "ellipse": return ellipseMoved(shape, handle, point, straight);
  }
}

const withPoint = (points: readonly Point[], at: number, point: Point): Point[] => points.map((one, index) => (index === at ? roundPoint(point) : one));

function boxMoved(shape: Shape & { kind: "box" }, handle: number, point: Point): Shape {
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

function turned<T extends Rotated | Ellipse>(shape: T, to: Point, straight: boolean): T {
  const centre: Point = [shape.cx, shape.cy];
  const [x, y] = straight ? straightened(centre, to) : to;
  // The handle is above: a quarter before the angle.
  return { ...shape, angle: roundAngle((Math.atan2(y - shape.cy, x - shape.cx) * 180) / Math.PI + 90) };
}

/** The opposite corner or side stays where it is. */
function rotatedMoved(shape: Rotated, handle: number, to: Point, straight: boolean): Shape {
  if (handle === 8) return turned(shape, to, straight);
  const [w, h] = [shape.w / 2, shape.h / 2];
  const [u, v] = toOwn(shape, to);
  let [left, top, right, bottom] = [-w, -h, w, h];
  if ([0, 3, 7].includes(handle)) left = u;
  if ([1, 2, 5].includes(handle)) right = u;
  if ([0, 1, 4].includes(handle)) top = v;
  if ([2, 3, 6].includes(handle)) bottom = v;
  const [cx, cy] = fromOwn(shape, [(left + right) / 2, (top + bottom) / 2]);
  return {
    ...shape, cx: round(cx), cy: round(cy), w: Math.max(LEAST, round(Math.abs(right - left))), h: Math.max(LEAST, round(Math.abs(bottom - top))),
  };
}

/** The centre stays where it is. */
function ellipseMoved(shape: Ellipse, handle: number, to: Point, straight: boolean): Shape {
  if (handle === 4) return turned(shape, to, straight);
  const [u, v] = toOwn(shape, to);
  return handle % 2 === 0 ? { ...shape, rx: Math.max(LEAST, round(Math.abs(u))) } : { ...shape, ry: Math.max(LEAST, round(Math.abs(v))) };
}
