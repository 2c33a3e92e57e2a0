import { describe, expect, it } from "vitest";
import { area, bounds, contains, pack, unpack } from "./rle";
import { erase, moveMask, paint } from "./mask";
import type { Point, Rle } from "./types";

/** A small generator, so that a failure can be repeated. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

const sum = (rle: Rle) => rle.counts.reduce((all, one) => all + one, 0);

describe("runs", () => {
  it("come back as they were, for any mask and any rectangle around it", () => {
    const next = random(7);
    for (let round = 0; round < 60; round += 1) {
      const size = { width: 1 + Math.floor(next() * 20), height: 1 + Math.floor(next() * 20) };
      const data = Uint8Array.from({ length: size.width * size.height }, () => (next() < 0.4 ? 1 : 0));
      const rle = pack({ x: 0, y: 0, w: size.width, h: size.height, data }, size);
      expect(sum(rle)).toBe(size.width * size.height);
      expect(rle.counts.slice(1).every((count, index) => count > 0 || index === rle.counts.length - 2)).toBe(true);
      expect([...unpack(rle, { x: 0, y: 0, w: size.width, h: size.height }).data]).toEqual([...data]);
      expect(area(rle)).toBe(data.reduce((all, one) => all + one, 0));
      const box = bounds(rle);
      if (!box) continue;
      expect(pack(unpack(rle, box), size)).toEqual(rle);
      for (let index = 0; index < data.length; index += 1) {
        expect(contains(rle, [(index % size.width) + 0.5, Math.floor(index / size.width) + 0.5])).toBe(data[index] === 1);
      }
    }
  });

  it("begin with zeros even when the first pixel is set", () => {
    const rle = pack({ x: 0, y: 0, w: 2, h: 1, data: Uint8Array.from([1, 0]) }, { width: 2, height: 1 });
    expect(rle.counts).toEqual([0, 1, 1]);
  });

  it("have no bounds when empty", () => {
    expect(bounds({ width: 4, height: 4, counts: [16] })).toBeNull();
  });
});

describe("painting", () => {
  const size = { width: 60, height: 40 };

  it("sets a disc for a tap and a bar for a stroke", () => {
    const tap = paint(null, [[20, 20]], 5, size);
    expect(tap && Math.abs(area(tap) - Math.PI * 25)).toBeLessThan(8);
    const stroke = paint(null, [[10, 20], [50, 20]], 3, size);
    expect(stroke && bounds(stroke)).toEqual({ x: 7, y: 17, w: 46, h: 6 });
  });

  it("sets exactly the pixels whose centre the stroke reaches, whatever lies there before", () => {
    const next = random(11);
    const small = { width: 34, height: 27 };
    const near = (x: number, y: number, points: readonly Point[], radius: number) =>
      points.some((a, index) => {
        const b = points[index + 1] ?? (points.length === 1 ? a : undefined);
        if (!b) return false;
        const [dx, dy, px, py] = [b[0] - a[0], b[1] - a[1], x + 0.5 - a[0], y + 0.5 - a[1]];
        const long = dx * dx + dy * dy;
        const at = long === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / long));
        return (px - at * dx) ** 2 + (py - at * dy) ** 2 <= radius * radius;
      });
    for (let round = 0; round < 300; round += 1) {
      const stroke = (): Point[] => Array.from({ length: 1 + Math.floor(next() * 5) }, () => [next() * 50 - 8, next() * 40 - 6]);
      const [first, second, radius] = [stroke(), stroke(), 0.6 + next() * 9];
      const whole = (fits: (x: number, y: number) => boolean) =>
        Uint8Array.from({ length: small.width * small.height }, (_, i) => (fits(i % small.width, Math.floor(i / small.width)) ? 1 : 0));
      const rle = (data: Uint8Array) => (data.includes(1) ? pack({ x: 0, y: 0, w: small.width, h: small.height, data }, small) : null);
      const [a, b] = [whole((x, y) => near(x, y, first, radius)), whole((x, y) => near(x, y, second, radius))];
      const painted = paint(null, first, radius, small);
      expect(painted).toEqual(rle(a));
      expect(paint(painted, second, radius, small)).toEqual(rle(a.map((one, i) => one | (b[i] ?? 0))));
      if (painted) expect(erase(painted, second, radius)).toEqual(rle(a.map((one, i) => (b[i] ? 0 : one))));
    }
  });

  it("adds to what was there, and counts the overlap once", () => {
    const first = paint(null, [[20, 20]], 5, size);
    const both = paint(first, [[20, 20]], 5, size);
    expect(both).toEqual(first);
    const more = paint(first, [[40, 20]], 5, size);
    expect(more && first && area(more)).toBe(first ? 2 * area(first) : 0);
  });

  it("stays within the picture", () => {
    const corner = paint(null, [[0, 0]], 10, size);
    expect(corner && bounds(corner)).toEqual({ x: 0, y: 0, w: 10, h: 10 });
    expect(paint(null, [[-100, -100]], 5, size)).toBeNull();
  });

  it("erases exactly what is touched, and all of it when nothing is left", () => {
    const mask = paint(null, [[10, 20], [50, 20]], 3, size);
    if (!mask) throw new Error("nothing was painted");
    const cut = erase(mask, [[30, 0], [30, 39]], 2);
    expect(cut && contains(cut, [30, 20])).toBe(false);
    expect(cut && contains(cut, [20, 20])).toBe(true);
    expect(erase(mask, [[0, 20], [59, 20]], 10)).toBeNull();
  });

  it("moves and stops at the edge", () => {
    const mask = paint(null, [[20, 20]], 4, size);
    if (!mask) throw new Error("nothing was painted");
    const moved = moveMask(mask, 500, 2.4);
    expect(bounds(moved)).toEqual({ x: 52, y: 18, w: 8, h: 8 });
    expect(area(moved)).toBe(area(mask));
  });
});
