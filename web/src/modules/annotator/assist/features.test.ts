import { describe, expect, it } from "vitest";
import { Desk } from "./desk";
import { chance, cropperOf } from "./drawn";
import { alikePlaces, likenessAt, likenessOf, readFeatures, spanOf, together, topOf, type FeatureMap } from "./features";

const STEP = 8;

/** As the server packs it. */
function packed({ columns, rows, channels, values }: Pick<FeatureMap, "columns" | "rows" | "channels" | "values">, step = STEP): ArrayBuffer {
  const bytes = new ArrayBuffer(24 + values.length);
  const head = new DataView(bytes);
  "FMP1".split("").forEach((sign, at) => head.setUint8(at, sign.charCodeAt(0)));
  [columns, rows, channels, 0].forEach((number, at) => head.setUint16(4 + 2 * at, number, true));
  [step, step, 0.05].forEach((number, at) => head.setFloat32(12 + 4 * at, number, true));
  new Int8Array(bytes, 24).set(values);
  return bytes;
}

/** Noise with a thing of 4 × 3 places, each of its own, at all of these places. */
function mapWith(places: readonly (readonly [number, number])[], columns = 30, rows = 20, channels = 8): FeatureMap {
  const next = chance(5);
  const values = new Int8Array(columns * rows * channels).map(() => 30 * (next() - 0.5));
  const thing = Array.from({ length: 4 * 3 * channels }, () => 200 * (next() - 0.5));
  for (const [x, y] of places) {
    thing.forEach((value, at) => {
      const place = Math.floor(at / channels);
      values[((y + Math.floor(place / 4)) * columns + x + (place % 4)) * channels + (at % channels)] = value;
    });
  }
  return { columns, rows, channels, stepX: STEP, stepY: STEP, values };
}

describe("a map of features", () => {
  it("is read as the server packs it, and nothing else is", () => {
    const map = mapWith([[1, 1]]);
    const bytes = packed(map);
    expect(readFeatures(bytes)).toEqual({ ...map, values: new Int8Array(bytes, 24) });
    expect(readFeatures(bytes.slice(0, -1))).toBeNull();
    expect(readFeatures(new ArrayBuffer(10))).toBeNull();
    const other = packed(map);
    new Uint8Array(other)[0] = 0;
    expect(readFeatures(other)).toBeNull();
    expect(readFeatures(packed(map, 0))).toBeNull();
  });
});

describe("a stretch over places", () => {
  it("has its part in each", () => {
    expect(spanOf(1, 3)).toEqual({ first: 1, shares: [0.5, 0.5] });
    const { first, shares } = spanOf(0.5, 2.5);
    expect(first).toBe(0);
    expect(shares.map((one) => one.toFixed(2))).toEqual(["0.25", "0.50", "0.25"]);
    expect(spanOf(2.25, 2.5)).toEqual({ first: 2, shares: [1] });
  });
});

describe("likeness by features", () => {
  it("is 1 at the box itself and near it where the same lies, and peaks there", () => {
    const map = mapWith([[3, 2], [20, 11]]);
    const alike = likenessOf(map, { x: 3 * STEP, y: 2 * STEP, w: 4 * STEP, h: 3 * STEP });
    if (!alike) throw new Error("no likeness");
    expect([alike.columns, alike.rows, alike.column, alike.row]).toEqual([27, 18, 3, 2]);
    expect(likenessAt(alike, map, { dx: 0, dy: 0 })).toBeCloseTo(1, 5);
    expect(likenessAt(alike, map, { dx: 17 * STEP, dy: 9 * STEP })).toBeCloseTo(1, 5);
    // Half of a place away it lies between.
    const half = likenessAt(alike, map, { dx: 16.5 * STEP, dy: 9 * STEP });
    expect(half).toBeLessThan(1);
    expect(half).toBeGreaterThan(likenessAt(alike, map, { dx: 16 * STEP, dy: 9 * STEP }));
    const [best, ...rest] = alikePlaces(alike, map, 0.35, 60);
    expect(best).toMatchObject({ dx: 17 * STEP, dy: 9 * STEP });
    expect(rest.every((one) => one.likeness < 0.95)).toBe(true);
    expect(alikePlaces(alike, map, -1, 2).length).toBe(2);
  });
  it("is there for boxes at any edge and smaller than a place, and not for those outside", () => {
    const map = mapWith([[3, 2]]);
    for (const box of [{ x: 0, y: 0, w: 240, h: 160 }, { x: 237, y: 157, w: 3, h: 3 }, { x: 0, y: 0, w: 2, h: 2 }]) {
      const alike = likenessOf(map, box);
      expect(alike && likenessAt(alike, map, { dx: 0, dy: 0 })).toBeCloseTo(1, 5);
      expect(alike && [...alike.values].every((one) => Number.isFinite(one))).toBe(true);
    }
    expect(likenessOf(map, { x: 230, y: 0, w: 20, h: 8 })).toBeNull();
    expect(likenessOf(map, { x: -4, y: 0, w: 20, h: 8 })).toBeNull();
  });
  it("counts less where a box covers few places", () => {
    const map = mapWith([]);
    expect(together(0.4, 0.8, map, { x: 0, y: 0, w: 40, h: 40 })).toBeCloseTo(0.6);
    expect(together(0.4, 0.8, map, { x: 0, y: 0, w: 8, h: 8 })).toBeCloseTo(0.45);
    expect(together(-0.5, -0.5, map, { x: 0, y: 0, w: 40, h: 40 })).toBe(0);
  });
  it("has one top where two beside each other are equal", () => {
    const values = Float32Array.from([0, 2, 2, 0]);
    expect([0, 1, 2, 3].filter((x) => topOf(values, 4, 1, x, 0))).toEqual([1]);
  });
});

describe("finding the same with features", () => {
  const size = { width: 240, height: 160 };
  const box = { x: 24, y: 16, w: 32, h: 24 };
  /** The thing twice, the second time dark where the first is light: pixels say it is none. */
  function desk() {
    const next = chance(9);
    const data = new Uint8ClampedArray(size.width * size.height * 4).map(() => 120 + 10 * next());
    const stamp = Array.from({ length: box.w * box.h }, () => 100 * (next() - 0.5));
    for (const [px, py, way] of [[24, 16, 1], [160, 88, -1]] as const) {
      stamp.forEach((value, index) => {
        const at = ((py + Math.floor(index / box.w)) * size.width + px + (index % box.w)) * 4;
        for (let part = 0; part < 3; part += 1) data[at + part] = 120 + way * value;
      });
    }
    return new Desk(cropperOf({ size, data }), size);
  }
  it("finds what looks other pixel by pixel, once the map is there, and goes by pixels without", () => {
    const one = desk();
    const there = ({ dx, dy }: { dx: number; dy: number }) => Math.abs(box.x + dx - 160) <= 2 * STEP && Math.abs(box.y + dy - 88) <= 2 * STEP;
    const before = one.same(box);
    expect(before.some((found) => there(found) && found.likeness > 0.45)).toBe(false);
    one.describe(packed(mapWith([[3, 2], [20, 11]])));
    expect(one.same(box).some((found) => there(found) && found.likeness > 0.45)).toBe(true);
    // What is no map is passed by.
    one.describe(new ArrayBuffer(4));
    expect(one.same(box)).toEqual(before);
  });
});
