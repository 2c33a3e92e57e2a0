import { describe, expect, it } from "vitest";
import { asPolygon, cut, join, maskOf, shapesOfPatch, split } from "./combine";
import { thin, trace } from "./contour";
import { fillRings } from "./raster";
import { area, contains, pack, unpack } from "./rle";
import { areaOf } from "./shapes";
import type { Box, Point, Shape } from "./types";

const size = { width: 100, height: 80 };
const box = (x: number, y: number, w: number, h: number): Shape => ({ kind: "box", x, y, w, h });
const polygon = (...points: Point[]): Shape => ({ kind: "polygon", points });
const brush = (x: number, y: number, w: number, h: number): Shape => ({ kind: "brush", rle: pack({ x, y, w, h, data: new Uint8Array(w * h).fill(1) }, size) });
const sum = (shapes: readonly Shape[]) => shapes.reduce((all, one) => all + areaOf(one), 0);
/** A number from 0 up to `most`, the same in every run. */
const numbers = (seed: number) => {
  let state = seed;
  return (most: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * most;
  };
};

describe("outlines of masks", () => {
  it("cover exactly the mask they were made of, whatever it is: holes, islands, pixels that touch by a corner", () => {
    const next = numbers(7);
    for (let round = 0; round < 60; round += 1) {
      const [w, h] = [3 + Math.floor(next(14)), 3 + Math.floor(next(12))];
      const patch = { x: Math.floor(next(60)), y: Math.floor(next(50)), w, h, data: Uint8Array.from({ length: w * h }, () => (next(1) < 0.55 ? 1 : 0)) };
      const outlines = trace(patch);
      const filled = fillRings(outlines.map((one) => one.points), size);
      expect(filled ?? "empty").toEqual(patch.data.some(Boolean) ? pack(patch, size) : "empty");
      expect(outlines.reduce((all, one) => all + (one.hole ? -one.area : one.area), 0)).toBe(patch.data.filter(Boolean).length);
    }
  });
  it("become shorter without leaving the mask by more than the tolerance", () => {
    const disc = Uint8Array.from({ length: 60 * 60 }, (_, at) => (Math.hypot((at % 60) - 29.5, Math.floor(at / 60) - 29.5) < 28 ? 1 : 0));
    const [outline] = trace({ x: 10, y: 10, w: 60, h: 60, data: disc });
    const points = thin(outline?.points ?? [], 1);
    expect(points.length).toBeLessThan((outline?.points.length ?? 0) / 3);
    expect(Math.abs(areaOf(polygon(...points)) - (outline?.area ?? 0))).toBeLessThan(0.03 * (outline?.area ?? 1));
  });
  it("of a patch with a hole stay a mask; of several parts become several regions", () => {
    const ring = Uint8Array.from({ length: 49 }, (_, at) => (at % 7 > 0 && at % 7 < 6 && at > 6 && at < 42 && at !== 24 ? 1 : 0));
    const patch = { x: 4, y: 4, w: 7, h: 7, data: ring };
    expect(shapesOfPatch(patch, size, "polygon", pack).map((one) => one.kind)).toEqual(["brush"]);
    const two = { x: 0, y: 0, w: 5, h: 2, data: Uint8Array.from([1, 1, 0, 1, 1, 1, 1, 0, 1, 1]) };
    expect(shapesOfPatch(two, size, "polygon", pack).map((one) => one.kind)).toEqual(["polygon", "polygon"]);
    expect(shapesOfPatch(two, size, "brush", pack).map((one) => one.kind)).toEqual(["brush"]);
  });
});

describe("joining", () => {
  it("makes one outline of what overlaps", () => {
    const joined = join([box(10, 10, 20, 20), polygon([20, 20], [50, 20], [50, 50], [20, 50])], size);
    expect(joined?.kind).toBe("polygon");
    expect(joined && areaOf(joined)).toBe(400 + 900 - 100);
  });
  it("makes a mask of what lies apart, what encloses a hole, and of masks", () => {
    const apart = join([box(10, 10, 5, 5), box(40, 40, 5, 5)], size);
    expect(apart?.kind).toBe("brush");
    expect(apart && areaOf(apart)).toBe(50);
    const frame = join([box(10, 10, 30, 5), box(10, 35, 30, 5), box(10, 10, 5, 30), box(35, 10, 5, 30)], size);
    expect(frame?.kind).toBe("brush");
    expect(frame && areaOf(frame)).toBe(900 - 400);
    const mixed = join([brush(10, 10, 4, 4), box(12, 12, 4, 4)], size);
    expect(mixed && areaOf(mixed)).toBe(28);
  });
});

describe("cutting out", () => {
  it("leaves one piece, several, a mask with a hole, or nothing", () => {
    const corner = cut(box(10, 10, 20, 20), [box(20, 20, 20, 20)], size);
    expect([corner.map((one) => one.kind), sum(corner)]).toEqual([["polygon"], 300]);
    const middle = cut(box(10, 10, 30, 10), [box(20, 5, 10, 20)], size);
    expect([middle.map((one) => one.kind), sum(middle)]).toEqual([["polygon", "polygon"], 200]);
    const hole = cut(box(10, 10, 30, 30), [box(20, 20, 10, 10)], size);
    expect([hole.map((one) => one.kind), sum(hole)]).toEqual([["brush"], 800]);
    expect(cut(box(10, 10, 5, 5), [box(0, 0, 50, 50)], size)).toEqual([]);
    expect(sum(cut(brush(10, 10, 10, 10), [box(10, 10, 5, 10)], size))).toBe(50);
  });
});

describe("splitting", () => {
  it("parts an outline in two along a line that goes through, and nothing where it ends inside or misses", () => {
    const parts = split(box(10, 10, 40, 20), [30, 0], [30, 50]);
    expect(parts?.map(areaOf)).toEqual([400, 400]);
    expect(split(box(10, 10, 40, 20), [30, 0], [30, 20])).toBeNull();
    expect(split(box(10, 10, 40, 20), [0, 50], [90, 50])).toBeNull();
  });
  it("keeps all of the area, whatever the outline and the line", () => {
    const next = numbers(3);
    let through = 0;
    for (let round = 0; round < 80; round += 1) {
      // A star around a middle does not cross itself.
      const points = Array.from({ length: 9 }, (_, index): Point => {
        const [turn, far] = [(index / 9) * 2 * Math.PI, 8 + next(25)];
        return [50 + far * Math.cos(turn), 40 + far * Math.sin(turn)];
      });
      const [a, b]: Point[] = [[next(100), 0], [next(100), 80]];
      const parts = split(polygon(...points), a as Point, b as Point);
      if (!parts) continue;
      through += 1;
      expect(Math.abs(sum(parts) - areaOf(polygon(...points)))).toBeLessThan(0.03 * areaOf(polygon(...points)));
    }
    expect(through).toBeGreaterThan(40);
  });
  it("cuts both arms of a U, and only the arm that the line reaches", () => {
    const u = polygon([10, 10], [20, 10], [20, 40], [40, 40], [40, 10], [50, 10], [50, 50], [10, 50]);
    expect(split(u, [0, 20], [60, 20])).toHaveLength(3);
    expect(split(u, [0, 20], [30, 20])).toHaveLength(2);
  });
  it("parts masks by the side of the line that a pixel's centre lies on", () => {
    const parts = split(brush(10, 10, 20, 10), [20, 0], [20, 40]);
    expect(parts?.map(areaOf)).toEqual([100, 100]);
    expect(split(brush(10, 10, 20, 10), [90, 0], [90, 40])).toBeNull();
  });
});

describe("one kind into another", () => {
  it("a box becomes a mask and an outline of the same area, and back", () => {
    const rle = maskOf(box(10, 10, 12, 8), size);
    expect(rle && area(rle)).toBe(96);
    expect(rle && [contains(rle, [10, 10]), contains(rle, [22, 10])]).toEqual([true, false]);
    const back = rle && asPolygon({ kind: "brush", rle }, size);
    expect(back && areaOf(back)).toBe(96);
    expect(asPolygon(box(10, 10, 12, 8), size)?.kind).toBe("polygon");
  });
  it("a mask in two parts is no outline", () => {
    const two = join([box(10, 10, 5, 5), box(40, 40, 5, 5)], size);
    expect(two && asPolygon(two, size)).toBeNull();
  });
  it("fills an outline as the pixels' centres say", () => {
    const rle = fillRings([[[10.4, 10.4], [13.6, 10.4], [13.6, 12.6], [10.4, 12.6]]], size);
    const patch: Box = { x: 10, y: 10, w: 4, h: 3 };
    expect(rle && [...unpack(rle, patch).data]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  });
});
