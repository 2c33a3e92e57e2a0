import { describe, expect, it } from "vitest";
import { boxOf, clampPoint, distanceToSegment, movePoints, nearestEdge, polygonArea, polygonContains, simplify } from "./geometry";
import type { Point } from "./types";

const square: Point[] = [[10, 10], [30, 10], [30, 30], [10, 30]];

describe("geometry", () => {
  it("makes the same box from either pair of corners", () => {
    expect(boxOf([30, 5], [10, 25])).toEqual({ x: 10, y: 5, w: 20, h: 20 });
    expect(boxOf([10, 25], [30, 5])).toEqual(boxOf([30, 5], [10, 25]));
  });

  it("knows inside from outside, also of a shape with a bay", () => {
    const bay: Point[] = [[0, 0], [20, 0], [20, 20], [10, 5], [0, 20]];
    expect(polygonContains(square, [20, 20])).toBe(true);
    expect(polygonContains(square, [31, 20])).toBe(false);
    expect(polygonContains(bay, [10, 3])).toBe(true);
    expect(polygonContains(bay, [10, 15])).toBe(false);
  });

  it("measures area whichever way round it is drawn", () => {
    expect(polygonArea(square)).toBe(400);
    expect(polygonArea([...square].reverse())).toBe(400);
  });

  it("measures to the end of a segment, not to its line", () => {
    expect(distanceToSegment([5, 3], [0, 0], [10, 0])).toBe(3);
    expect(distanceToSegment([13, 4], [0, 0], [10, 0])).toBe(5);
    expect(distanceToSegment([3, 4], [0, 0], [0, 0])).toBe(5);
  });

  it("finds the nearest edge, the closing one too", () => {
    expect(nearestEdge(square, [9, 20])).toEqual({ index: 3, distance: 1 });
    expect(nearestEdge(square, [20, 12])).toEqual({ index: 0, distance: 2 });
  });

  it("keeps moved points within the picture and their form", () => {
    const moved = movePoints(square, 1000, -1000, { width: 100, height: 80 });
    expect(moved).toEqual([[80, 0], [100, 0], [100, 20], [80, 20]]);
  });

  it("leaves out what a straight line does not need", () => {
    const line: Point[] = Array.from({ length: 50 }, (_, index) => [index, index % 2 === 0 ? 0 : 0.3]);
    expect(simplify(line, 1)).toEqual([[0, 0], [49, 0.3]]);
    expect(simplify([[0, 0], [10, 8], [20, 0]], 1)).toHaveLength(3);
  });

  it("keeps points within the picture", () => {
    expect(clampPoint([-3, 90], { width: 50, height: 60 })).toEqual([0, 60]);
  });
});
