// Pure geometry of boxes and polygons.
import type { Box, Point, Size } from "./types";

export const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

export function clampPoint([x, y]: Point, size: Size): Point {
  return [Math.min(size.width, Math.max(0, x)), Math.min(size.height, Math.max(0, y))];
}

/** The box between two corners in any order. */
export function boxOf(a: Point, b: Point): Box {
  return { x: Math.min(a[0], b[0]), y: Math.min(a[1], b[1]), w: Math.abs(a[0] - b[0]), h: Math.abs(a[1] - b[1]) };
}

export function boxContains(box: Box, [x, y]: Point, margin = 0): boolean {
  return x >= box.x - margin && y >= box.y - margin && x <= box.x + box.w + margin && y <= box.y + box.h + margin;
}

export function boxesTouch(a: Box, b: Box): boolean {
  return a.x <= b.x + b.w && b.x <= a.x + a.w && a.y <= b.y + b.h && b.y <= a.y + a.h;
}

export function boundsOf(points: readonly Point[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return points.length === 0 ? { x: 0, y: 0, w: 0, h: 0 } : { x: left, y: top, w: right - left, h: bottom - top };
}

/** Even-odd rule. */
export function polygonContains(points: readonly Point[], [x, y]: Point): boolean {
  let inside = false;
  let before = points[points.length - 1];
  for (const point of points) {
    if (before && point[1] > y !== before[1] > y) {
      const cross = ((before[0] - point[0]) * (y - point[1])) / (before[1] - point[1]) + point[0];
      if (x < cross) inside = !inside;
    }
    before = point;
  }
  return inside;
}

export function polygonArea(points: readonly Point[]): number {
  let twice = 0;
  let before = points[points.length - 1];
  for (const point of points) {
    if (before) twice += before[0] * point[1] - point[0] * before[1];
    before = point;
  }
  return Math.abs(twice) / 2;
}

export function distanceToSegment(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const long = dx * dx + dy * dy;
  const at = long === 0 ? 0 : Math.min(1, Math.max(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / long));
  return Math.hypot(p[0] - a[0] - at * dx, p[1] - a[1] - at * dy);
}

/** The edge nearest to the point: index of its first corner, and how far it is. */
export function nearestEdge(points: readonly Point[], p: Point): { index: number; distance: number } {
  let best = { index: -1, distance: Infinity };
  points.forEach((a, index) => {
    const b = points[(index + 1) % points.length];
    if (!b) return;
    const far = distanceToSegment(p, a, b);
    if (far < best.distance) best = { index, distance: far };
  });
  return best;
}

/** Leaves out points that a line within `tolerance` does not need (Douglas and Peucker). For outlines drawn by hand. */
export function simplify(points: readonly Point[], tolerance: number): Point[] {
  if (points.length < 3) return [...points];
  const keep = new Set<number>([0, points.length - 1]);
  const open: [number, number][] = [[0, points.length - 1]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span;
    const [a, b] = [points[from], points[to]];
    let [far, at] = [tolerance, -1];
    for (let index = from + 1; index < to; index += 1) {
      const point = points[index];
      if (!a || !b || !point) continue;
      const away = distanceToSegment(point, a, b);
      if (away > far) [far, at] = [away, index];
    }
    if (at >= 0) {
      keep.add(at);
      open.push([from, at], [at, to]);
    }
  }
  return points.filter((_, index) => keep.has(index));
}

/** Moves points together as far as they stay within the picture. */
export function movePoints(points: readonly Point[], dx: number, dy: number, size: Size): Point[] {
  const box = boundsOf(points);
  const [mx, my] = stayInside(box, dx, dy, size);
  return points.map(([x, y]) => [x + mx, y + my]);
}

export function stayInside(box: Box, dx: number, dy: number, size: Size): Point {
  return [
    Math.min(size.width - box.x - box.w, Math.max(-box.x, dx)),
    Math.min(size.height - box.y - box.h, Math.max(-box.y, dy)),
  ];
}

/** Tenths of a pixel are enough, and keep what is sent small. */
export const round = (value: number): number => Math.round(value * 10) / 10;
export const roundPoint = ([x, y]: Point): Point => [round(x), round(y)];
