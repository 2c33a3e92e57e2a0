import { describe, expect, it } from "vitest";
import { chance, cropperOf } from "./drawn";
import { follow, hold, SURE } from "./follow";
import type { Box, Size } from "../types";

type Thing = { x: number; y: number; w: number; h: number; seed: number };

/** Grained ground with things on it: coarse blots of their own, so that each looks like no other. */
function pictureOf(size: Size, things: readonly Thing[], grain: number) {
  const next = chance(grain);
  const grey = Float32Array.from({ length: size.width * size.height }, () => 110 + 16 * next());
  for (const { x, y, w, h, seed } of things) {
    const own = chance(seed);
    const blots = Array.from({ length: 36 }, () => 20 + 210 * own());
    for (let row = 0; row < h; row += 1) {
      for (let column = 0; column < w; column += 1) {
        const blot = blots[Math.floor((row * 6) / h) * 6 + Math.floor((column * 6) / w)] ?? 0;
        if (x + column >= 0 && x + column < size.width && y + row >= 0 && y + row < size.height) grey[(y + row) * size.width + x + column] = blot + 8 * next();
      }
    }
  }
  const data = new Uint8ClampedArray(grey.length * 4);
  grey.forEach((value, at) => data.set([value, value, value, 255], at * 4));
  return cropperOf({ size, data });
}
const size = { width: 640, height: 480 };
const boxOf = ({ x, y, w, h }: Thing): Box => ({ x, y, w, h });

describe("following to the next picture", () => {
  const small = { x: 100, y: 80, w: 30, h: 24, seed: 3 };
  const large = { x: 300, y: 200, w: 160, h: 120, seed: 4 };

  it("finds each thing where it lies, each with its own way", () => {
    const held = hold(pictureOf(size, [small, large], 1), size, [boxOf(small), boxOf(large)]);
    const found = follow(pictureOf(size, [{ ...small, x: 119, y: 69 }, { ...large, x: 253, y: 262 }], 2), size, held);
    expect(found.map(({ dx, dy }) => [dx, dy]).flat()).toHaveLength(4);
    const [one, two] = found;
    expect([one?.dx, one?.dy]).toEqual([19, -11]);
    expect(Math.abs((two?.dx ?? 0) + 47)).toBeLessThanOrEqual(2);
    expect(Math.abs((two?.dy ?? 0) - 62)).toBeLessThanOrEqual(2);
    for (const { likeness } of found) expect(likeness).toBeGreaterThan(0.8);
  });

  it("leaves what did not move where it is", () => {
    const held = hold(pictureOf(size, [small], 1), size, [boxOf(small)]);
    const [found] = follow(pictureOf(size, [small], 5), size, held);
    expect([found?.dx, found?.dy]).toEqual([0, 0]);
  });

  it("is not sure of what is gone, or looks like another", () => {
    const held = hold(pictureOf(size, [small], 1), size, [boxOf(small)]);
    expect(follow(pictureOf(size, [], 2), size, held)[0]?.likeness).toBeLessThan(SURE);
    expect(follow(pictureOf(size, [{ ...small, seed: 77 }], 2), size, held)[0]?.likeness).toBeLessThan(SURE);
  });

  it("means the nearest of things that are alike", () => {
    const held = hold(pictureOf(size, [small], 1), size, [boxOf(small)]);
    const twice = [{ ...small, x: 108 }, { ...small, x: 100, y: 112 }];
    const [found] = follow(pictureOf(size, twice, 2), size, held);
    expect([found?.dx, found?.dy]).toEqual([8, 0]);
  });

  it("has nothing to say of a plain place, or where the next picture has no room for it", () => {
    const plain = cropperOf({ size, data: new Uint8ClampedArray(size.width * size.height * 4).fill(90) });
    expect(follow(plain, size, hold(plain, size, [boxOf(small)]))).toEqual([{ dx: 0, dy: 0, likeness: 0 }]);
    const tiny = { width: 20, height: 20 };
    const held = hold(pictureOf(size, [large], 1), size, [boxOf(large)]);
    expect(follow(pictureOf(tiny, [], 2), tiny, held)[0]?.likeness).toBe(0);
  });
});
