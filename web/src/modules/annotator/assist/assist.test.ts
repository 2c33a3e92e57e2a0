import { describe, expect, it } from "vitest";
import { cells } from "./cells";
import { GridCut } from "./cut";
import { Desk } from "./desk";
import { chance, cropperOf, draw, overlap, type Drawn } from "./drawn";
import { enlarged, fillHoles } from "./pixels";
import { wayTo } from "./trail";
import type { Box, Point } from "../types";

const deskOf = (picture: Drawn) => new Desk(cropperOf(picture), picture.size);
function boxOf({ mask, size: { width } }: Drawn): Box {
  const on = [...mask.keys()].filter((at) => mask[at]);
  const [xs, ys] = [on.map((at) => at % width), on.map((at) => Math.floor(at / width))];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, w: Math.max(...xs) - x + 1, h: Math.max(...ys) - y + 1 };
}
const middle = (picture: Drawn): Point => {
  const { x, y, w, h } = boxOf(picture);
  return [x + w / 2, y + h / 2];
};

describe("the magic wand", () => {
  it("takes what is connected and alike, more of it with more tolerance", () => {
    const picture = draw("plain", 1);
    const desk = deskOf(picture);
    const touch = { at: middle(picture), inside: true };
    expect(overlap(desk.wand([touch], 34), picture.mask, picture.size.width)).toBeGreaterThan(0.9);
    const few = desk.wand([touch], 3)?.data.reduce((sum, one) => sum + one, 0) ?? 0;
    const all = desk.wand([touch], 160)?.data.reduce((sum, one) => sum + one, 0) ?? 0;
    expect(few).toBeLessThan(0.2 * picture.mask.reduce((sum, one) => sum + one, 0));
    expect(all).toBe(picture.mask.length);
  });
  it("takes away again what is touched as outside", () => {
    const picture = draw("plain", 1);
    const desk = deskOf(picture);
    const inside = { at: middle(picture), inside: true };
    expect(desk.wand([inside, { ...inside, inside: false }], 34)).toBeNull();
  });
});

describe("the cheapest cut", () => {
  /** All ways to part a tiny grid, to compare with. */
  const least = (width: number, height: number, caps: Float32Array, ends: Float32Array): number => {
    const steps = [1, -1, width, -width, width + 1, -width - 1, width - 1, 1 - width];
    let best = Infinity;
    for (let choice = 0; choice < 1 << (width * height); choice += 1) {
      const on = (at: number) => (choice >> at) & 1;
      let cost = 0;
      for (let at = 0; at < width * height; at += 1) {
        cost += on(at) ? Math.max(0, -(ends[at] as number)) : Math.max(0, ends[at] as number);
        for (let way = 0; way < 8; way += 1) if ((caps[at * 8 + way] as number) > 0 && on(at) && !on(at + (steps[way] as number))) cost += caps[at * 8 + way] as number;
      }
      best = Math.min(best, cost);
    }
    return best;
  };
  it("costs no more than any other, on grids small enough to try them all", () => {
    const next = chance(5);
    const [width, height] = [4, 3];
    const ways = [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, -1], [-1, 1], [1, -1]];
    for (let round = 0; round < 40; round += 1) {
      const cut = new GridCut(width, height);
      for (let at = 0; at < width * height; at += 1) {
        cut.ends[at] = Math.round(20 * (next() - 0.5));
        ways.forEach(([dx, dy], way) => {
          const [x, y] = [(at % width) + (dx ?? 0), Math.floor(at / width) + (dy ?? 0)];
          if (x >= 0 && y >= 0 && x < width && y < height) cut.caps[at * 8 + way] = Math.round(6 * next());
        });
      }
      const [caps, ends] = [cut.caps.slice(), cut.ends.slice()];
      const side = cut.run();
      const steps = [1, -1, width, -width, width + 1, -width - 1, width - 1, 1 - width];
      let cost = 0;
      for (let at = 0; at < width * height; at += 1) {
        cost += side[at] ? Math.max(0, -(ends[at] as number)) : Math.max(0, ends[at] as number);
        for (let way = 0; way < 8; way += 1) if ((caps[at * 8 + way] as number) > 0 && side[at] && !side[at + (steps[way] as number)]) cost += caps[at * 8 + way] as number;
      }
      expect(cost).toBeCloseTo(least(width, height, caps, ends), 3);
    }
  });
});

describe("a box refined", () => {
  it("becomes the outline of what is in it", () => {
    for (const seed of [1, 2, 3]) {
      const picture = draw("soft", seed);
      const { x, y, w, h } = boxOf(picture);
      const found = deskOf(picture).refine({ x: x - 5, y: y - 5, w: w + 10, h: h + 10 }, [], 3);
      expect(overlap(found, picture.mask, picture.size.width)).toBeGreaterThan(0.85);
    }
  });
  it("keeps to what the person touched", () => {
    const picture = draw("plain", 2);
    const box = boxOf(picture);
    const at = middle(picture);
    const found = deskOf(picture).refine(box, [{ at, inside: false }], 4);
    const patch = found ?? { x: 0, y: 0, w: 0, h: 0, data: new Uint8Array() };
    const [column, row] = [Math.floor(at[0]) - patch.x, Math.floor(at[1]) - patch.y];
    expect(patch.data[row * patch.w + column] ?? 0).toBe(0);
  });
});

describe("the lasso", () => {
  it("follows an edge between two points of it, and goes to where it was asked", () => {
    // A disc: from its left to its right the way is half of its rim, not the way through the middle.
    const size = { width: 200, height: 160 };
    const data = new Uint8ClampedArray(size.width * size.height * 4).map((_, at) => {
      const pixel = Math.floor(at / 4);
      return Math.hypot((pixel % size.width) - 99.5, Math.floor(pixel / size.width) - 79.5) < 50 ? 60 : 180;
    });
    const trail = new Desk(cropperOf({ size, data }), size).trail([50, 80], 300);
    const way = wayTo(trail, [150, 80]);
    expect(way[0]?.[0]).toBeCloseTo(50.5, 0);
    expect(way[way.length - 1]?.[0]).toBeCloseTo(150.5, 0);
    for (const [x, y] of way) expect(Math.abs(Math.hypot(x - 100, y - 80) - 50)).toBeLessThan(3);
    expect(wayTo(trail, [500, 80])).toEqual([]);
  });
});

describe("superpixels", () => {
  it("part the picture into connected cells that keep to the edge of a thing", () => {
    const picture = draw("plain", 3);
    const crop = cropperOf(picture)({ x: 0, y: 0, ...{ w: 320, h: 240 } }, 1e9);
    const { labels, count } = cells(crop, 16);
    expect(Math.min(...labels)).toBe(0);
    expect(Math.max(...labels)).toBe(count - 1);
    expect(count).toBeGreaterThan(150);
    // What one gets by taking every cell that lies mostly inside.
    const [inside, all] = [new Int32Array(count), new Int32Array(count)];
    labels.forEach((label, at) => {
      all[label] = (all[label] as number) + 1;
      inside[label] = (inside[label] as number) + (picture.mask[at] as number);
    });
    const data = Uint8Array.from(labels, (label) => ((inside[label] as number) * 2 > (all[label] as number) ? 1 : 0));
    expect(overlap({ x: 0, y: 0, w: 320, h: 240, data }, picture.mask, 320)).toBeGreaterThan(0.88);
  });
});

describe("finding the same", () => {
  it("finds every copy at its place, best first, and not the pattern itself", () => {
    const size = { width: 400, height: 300 };
    const next = chance(9);
    const data = new Uint8ClampedArray(size.width * size.height * 4).map(() => 120 + 20 * next());
    const stamp = Array.from({ length: 24 * 18 }, () => 40 + 200 * next());
    const places: Point[] = [[40, 30], [200, 60], [310, 200], [90, 220]];
    for (const [px, py] of places) {
      stamp.forEach((value, index) => {
        const at = ((py + Math.floor(index / 24)) * size.width + px + (index % 24)) * 4;
        for (let part = 0; part < 3; part += 1) data[at + part] = value + 10 * next();
      });
    }
    const found = new Desk(cropperOf({ size, data }), size).same({ x: 40, y: 30, w: 24, h: 18 }).filter((one) => one.likeness > 0.8);
    const at = found.map(({ dx, dy }) => [Math.round(40 + dx), Math.round(30 + dy)].join()).sort();
    expect(at).toEqual(["200,60", "310,200", "90,220"]);
  });
  it("finds nothing where nothing is like it", () => {
    const picture = draw("plain", 4);
    expect(deskOf(picture).same(boxOf(picture)).filter((one) => one.likeness > 0.8)).toEqual([]);
  });
});

describe("masks of a part of the picture", () => {
  it("are made as large as the picture's pixels, with straight edges between", () => {
    const mask = Uint8Array.from([0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0]);
    const crop = { box: { x: 10, y: 20, w: 16, h: 16 }, width: 4, height: 4, data: new Uint8ClampedArray() };
    const patch = enlarged(mask, crop);
    expect(patch).toMatchObject({ x: 14, y: 24, w: 8, h: 8 });
    expect(enlarged(new Uint8Array(16), crop)).toBeNull();
  });
  it("have small holes filled, but not what is open to the outside", () => {
    const mask = Uint8Array.from([1, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 0]);
    fillHoles(mask, 5, 3, 1);
    expect([...mask]).toEqual([1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0]);
  });
});
