// Laws of turned boxes, ellipses and lines, over many figures drawn by chance.
import { describe, expect, it } from "vitest";
import { chance } from "./assist/drawn";
import { maskOf, ringOf } from "./combine";
import { boxFrom, cornersOf, crosses, ellipseRing, fromOwn, lengthOfLine, roundAngle, toOwn } from "./figures";
import { distance, polygonArea, polygonContains } from "./geometry";
import { handlesOf, isTurner, moveHandle } from "./handles";
import { area } from "./rle";
import { areaOf, moveShape, shapeBounds, shapeHit } from "./shapes";
import type { Ellipse, Point, Rotated, Shape } from "./types";

const size = { width: 400, height: 300 };
const many = (name: string, law: (next: (least: number, most: number) => number) => void) =>
  it(name, () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const raw = chance(seed);
      law((least, most) => least + raw() * (most - least));
    }
  });
type Next = (least: number, most: number) => number;
const rotated = (next: Next): Rotated => ({ kind: "rotated", cx: next(100, 300), cy: next(100, 200), w: next(10, 120), h: next(10, 90), angle: roundAngle(next(-180, 180)) });
const ellipse = (next: Next): Ellipse => ({ kind: "ellipse", cx: next(100, 300), cy: next(100, 200), rx: next(6, 60), ry: next(6, 45), angle: roundAngle(next(-180, 180)) });
const line = (next: Next): Shape & { kind: "line" } => ({ kind: "line", width: next(2, 20), points: Array.from({ length: 4 }, (): Point => [next(40, 360), next(40, 260)]) });

describe("figures", () => {
  many("go into their own directions and back", (next) => {
    const shape = rotated(next);
    const at: Point = [next(0, 400), next(0, 300)];
    expect(distance(fromOwn(shape, toOwn(shape, at)), at)).toBeLessThan(1e-6);
  });

  many("of an edge and a third point have that edge, and reach as far as that point", (next) => {
    const [a, b, to]: [Point, Point, Point] = [[next(50, 350), next(50, 250)], [next(50, 350), next(50, 250)], [next(50, 350), next(50, 250)]];
    const box = boxFrom(a, b, to);
    if (!box || distance(a, b) < 20 || box.h < 4) return;
    const corners = cornersOf(box);
    for (const end of [a, b]) expect(Math.min(...corners.map((one) => distance(one, end)))).toBeLessThan(0.6);
    const [, v] = toOwn(box, to);
    expect(Math.abs(Math.abs(v) - box.h / 2)).toBeLessThan(0.6);
  });

  many("cover as much as their outline and their pixels, inside of their bounds", (next) => {
    for (const shape of [rotated(next), ellipse(next)]) {
      const ring = ringOf(shape) as Point[];
      expect(polygonArea(ring) / areaOf(shape)).toBeCloseTo(1, 1);
      const rle = maskOf(shape, size);
      expect(Math.abs((rle ? area(rle) : 0) - areaOf(shape))).toBeLessThan(6 + 0.06 * areaOf(shape));
      const box = shapeBounds(shape);
      for (const [x, y] of ring) {
        expect(x >= box.x - 0.01 && x <= box.x + box.w + 0.01 && y >= box.y - 0.01 && y <= box.y + box.h + 0.01).toBe(true);
      }
    }
  });

  many("are met by a press exactly where they are", (next) => {
    const at: Point = [next(0, 400), next(0, 300)];
    const [box, oval] = [rotated(next), ellipse(next)];
    const near = (ring: readonly Point[]) => ring.some((one, index) => distanceToEdge(at, one, ring[(index + 1) % ring.length] as Point) < 0.5);
    if (!near(cornersOf(box))) expect(shapeHit(box, at, 0)).toBe(polygonContains(cornersOf(box), at));
    if (!near(ellipseRing(oval))) expect(shapeHit(oval, at, 0)).toBe(polygonContains(ellipseRing(oval), at));
  });

  many("of lines paint what lies within half their width", (next) => {
    const shape = line(next);
    const rle = maskOf(shape, size);
    const at: Point = [Math.floor(next(0, 400)) + 0.5, Math.floor(next(0, 300)) + 0.5];
    const painted = rle !== null && maskContains(rle, at);
    expect(painted).toBe(shapeHit(shape, at, 0));
    expect(areaOf(shape)).toBeGreaterThanOrEqual((rle ? area(rle) : 0) * 0.85);
    expect(lengthOfLine(shape.points)).toBeGreaterThan(0);
  });

  many("keep the opposite corner when one is moved, and their angle", (next) => {
    const shape = rotated(next);
    const handle = Math.floor(next(0, 4));
    const before = cornersOf(shape)[(handle + 2) % 4] as Point;
    const to: Point = [next(0, 400), next(0, 300)];
    const [u, v] = toOwn(shape, to);
    const [ou, ov] = toOwn(shape, before);
    if (Math.abs(u - ou) < 2 || Math.abs(v - ov) < 2) return;
    const after = moveHandle(shape, handle, to, size) as Rotated;
    expect(after.angle).toBe(shape.angle);
    for (const corner of [before, to]) expect(Math.min(...cornersOf(after).map((one) => distance(one, corner)))).toBeLessThan(0.3);
  });

  many("turn around their centre to where the hand is", (next) => {
    for (const shape of [rotated(next), ellipse(next)]) {
      const to: Point = [next(0, 400), next(0, 300)];
      if (distance(to, [shape.cx, shape.cy]) < 10) continue;
      const handle = handlesOf(shape, 1).findIndex((_, index) => isTurner(shape, index));
      const after = moveHandle(shape, handle, to, size) as Rotated | Ellipse;
      expect([after.cx, after.cy]).toEqual([shape.cx, shape.cy]);
      const [u, v] = toOwn(after, to);
      expect(Math.abs(u)).toBeLessThan(0.2);
      expect(v).toBeLessThan(0);
      expect((moveHandle(shape, handle, to, size, true) as Rotated).angle % 15).toBeCloseTo(0, 5);
    }
  });

  many("stay in the picture by their centre or their points however far they are moved", (next) => {
    const shapes: Shape[] = [rotated(next), ellipse(next), line(next), { kind: "points", points: [[next(0, 400), next(0, 300)]] }];
    for (const shape of shapes) {
      const after = moveShape(shape, next(-900, 900), next(-900, 900), size);
      const places: Point[] = "points" in after ? after.points : "cx" in after ? [[after.cx, after.cy]] : [];
      expect(places.length).toBeGreaterThan(0);
      for (const [x, y] of places) expect(x >= -0.001 && y >= -0.001 && x <= size.width + 0.001 && y <= size.height + 0.001).toBe(true);
    }
  });

  it("know whether the sides of a text cross", () => {
    const quad: Point[] = [[0, 0], [10, 0], [10, 5], [0, 5]];
    expect(crosses(quad)).toBe(false);
    expect(crosses([quad[0], quad[2], quad[1], quad[3]] as Point[])).toBe(true);
    expect(crosses([[0, 0], [10, 0], [3, 2], [0, 8]])).toBe(false);
  });
});

function distanceToEdge(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const long = dx * dx + dy * dy;
  const at = long === 0 ? 0 : Math.min(1, Math.max(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / long));
  return Math.hypot(p[0] - a[0] - at * dx, p[1] - a[1] - at * dy);
}

function maskContains(rle: { width: number; counts: number[] }, [x, y]: Point): boolean {
  const wanted = Math.floor(y) * rle.width + Math.floor(x);
  let at = 0;
  return rle.counts.some((count, index) => {
    at += count;
    return wanted < at && wanted >= at - count && index % 2 === 1;
  });
}
