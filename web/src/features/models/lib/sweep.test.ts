import { describe, expect, it } from "vitest";
import { randomOf } from "@/test/random";
import { aurocOf, drawn, nearest, precisionRecallOf, rocOf } from "./curves";
import { histogramOf, ticks } from "./histogram";
import { mistakeOf } from "./judged";
import { below, cheapest, fewestEscapes, rangeOf, sweepOf } from "./sweep";
import { wilson } from "./wilson";

type Scored = { score: number; bad: boolean };

/** Pictures with many equal scores, sometimes one kind alone, sometimes a score that is none. */
function pictures(seed: number): Scored[] {
  const random = randomOf(seed);
  const count = Math.floor(random() * 40);
  const levels = 2 + Math.floor(random() * 12);
  const shareBad = random() < 0.2 ? 0 : random() < 0.2 ? 1 : random();
  return Array.from({ length: count }, () => {
    const bad = random() < shareBad;
    const score = random() < 0.03 ? -Infinity : Math.fround(Math.min(1, Math.floor((random() + (bad ? 0.3 : 0)) * levels) / levels));
    return { score, bad };
  });
}
const cases = Array.from({ length: 200 }, (_, seed) => pictures(seed));

const counted = (all: Scored[], threshold: number) => ({
  overkilled: all.filter((one) => mistakeOf(one, threshold) === "overkill").length,
  escaped: all.filter((one) => mistakeOf(one, threshold) === "escape").length,
});

describe("sweep", () => {
  it("tells at any threshold what counting tells", () => {
    for (const [seed, all] of cases.entries()) {
      const sweep = sweepOf(all);
      const random = randomOf(1000 + seed);
      const thresholds = [0, 1, ...all.map((one) => one.score), ...Array.from({ length: 10 }, random)];
      for (const threshold of thresholds) expect(sweep.at(threshold)).toMatchObject(counted(all, threshold));
    }
  });

  it("has cuts that agree with counting, each of them different, from all NG to all OK", () => {
    for (const all of cases) {
      const { cuts, good, bad } = sweepOf(all);
      for (const cut of cuts) expect(cut).toMatchObject(counted(all, cut.threshold));
      const lost = (side: Float64Array) => side.filter((score) => !Number.isFinite(score)).length;
      if (cuts.length === 0) continue;
      expect(cuts[0]).toMatchObject({ overkilled: good.length - lost(good), escaped: lost(bad) });
      expect(cuts[cuts.length - 1]).toMatchObject({ overkilled: 0, escaped: bad.length });
      expect(new Set(cuts.map((cut) => `${cut.overkilled} ${cut.escaped}`)).size).toBe(cuts.length);
    }
  });

  it("moves overkill down and escapes up as the threshold rises", () => {
    for (const all of cases) {
      const { cuts } = sweepOf(all);
      cuts.forEach((cut, i) => {
        const before = cuts[i - 1];
        if (!before) return;
        expect(cut.threshold).toBeGreaterThan(before.threshold);
        expect(cut.overkilled).toBeLessThanOrEqual(before.overkilled);
        expect(cut.escaped).toBeGreaterThanOrEqual(before.escaped);
      });
    }
  });

  it("finds the least cost and the fewest escapes that any threshold gives", () => {
    for (const all of cases) {
      const sweep = sweepOf(all);
      const thresholds = [0, 1.1, ...all.map((one) => one.score), ...sweep.cuts.map((cut) => cut.threshold)];
      const tries = thresholds.filter(Number.isFinite).map((threshold) => sweep.at(threshold));
      for (const cost of [0.5, 1, 20]) {
        const best = cheapest(sweep, cost);
        if (!best) continue;
        expect(cost * best.escaped + best.overkilled).toBe(Math.min(...tries.map((one) => cost * one.escaped + one.overkilled)));
      }
      const best = fewestEscapes(sweep, 0.1);
      if (best && sweep.good.length) {
        expect(best.overkilled / sweep.good.length).toBeLessThanOrEqual(0.1);
        expect(best.escaped).toBe(Math.min(...tries.filter((one) => (one.overkill ?? 0) <= 0.1).map((one) => one.escaped)));
      }
    }
  });

  it("counts what lies below by halving", () => {
    expect(below(Float64Array.of(), 1)).toBe(0);
    expect(below(Float64Array.of(0.1, 0.2, 0.2, 0.3), 0.2)).toBe(1);
    expect(below(Float64Array.of(0.1, 0.2, 0.2, 0.3), 0.9)).toBe(4);
  });

  it("spans all scores and thresholds and stays within 0 to 1 where they do", () => {
    for (const all of cases) {
      const range = rangeOf(sweepOf(all), [0.5]);
      expect(range.low).toBeLessThan(range.high);
      expect(range.low).toBeGreaterThanOrEqual(0);
      expect(range.high).toBeLessThanOrEqual(1);
      for (const { score } of all.filter((one) => Number.isFinite(one.score))) {
        expect(score).toBeGreaterThanOrEqual(range.low);
        expect(score).toBeLessThanOrEqual(range.high);
      }
    }
  });
});

describe("curves", () => {
  it("has the area that counting pairs gives", () => {
    for (const all of cases) {
      const [good, bad] = [all.filter((one) => !one.bad), all.filter((one) => one.bad)];
      const finite = all.every((one) => Number.isFinite(one.score));
      const area = aurocOf(sweepOf(all));
      if (!good.length || !bad.length) expect(area).toBeNull();
      else if (finite) {
        const wins = bad.flatMap((b) => good.map((g) => (b.score > g.score ? 1 : b.score === g.score ? 0.5 : 0) as number));
        expect(area).toBeCloseTo(wins.reduce((a, b) => a + b, 0) / wins.length, 10);
      }
    }
  });

  it("goes from nothing to everything, and each point is what its threshold does", () => {
    for (const all of cases) {
      const sweep = sweepOf(all.filter((one) => Number.isFinite(one.score)));
      const roc = rocOf(sweep);
      if (roc.length === 0) continue;
      expect([roc[0]?.x, roc[0]?.y, roc[roc.length - 1]?.x, roc[roc.length - 1]?.y]).toEqual([0, 0, 1, 1]);
      for (const point of roc) {
        const rates = sweep.at(point.threshold);
        expect(point.x).toBeCloseTo(rates.overkill ?? -1, 12);
        expect(point.y).toBeCloseTo(1 - (rates.escape ?? 2), 12);
      }
      for (const point of precisionRecallOf(sweep)) expect(point.y).toBeCloseTo(sweep.at(point.threshold).precision ?? -1, 12);
    }
  });

  it("finds the nearest point", () => {
    const roc = [{ threshold: 1, x: 0, y: 0 }, { threshold: 0.5, x: 0.1, y: 0.9 }];
    expect(nearest(roc, 0.2, 0.8)).toBe(roc[1]);
    expect(nearest(roc, 0, 0)).toBe(roc[0]);
    expect(nearest([], 0, 0)).toBeNull();
  });
});

describe("histogram", () => {
  it("puts every finite score into one bin", () => {
    for (const all of cases) {
      const sweep = sweepOf(all);
      const bins = histogramOf(sweep, rangeOf(sweep, []), 40);
      const finite = all.filter((one) => Number.isFinite(one.score));
      expect(bins.reduce((sum, bin) => sum + bin.good, 0)).toBe(finite.filter((one) => !one.bad).length);
      expect(bins.reduce((sum, bin) => sum + bin.bad, 0)).toBe(finite.filter((one) => one.bad).length);
    }
  });

  it("marks round numbers within the ends", () => {
    expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(0.0012, 0.0048, 4)).toEqual([0.002, 0.003, 0.004]);
    expect(ticks(1, 1, 4)).toEqual([]);
  });
});

describe("Wilson interval", () => {
  it("holds the share, narrows with more pictures, and says nothing where nothing was seen", () => {
    expect(wilson(0, 0)).toEqual([0, 1]);
    for (let all = 1; all < 60; all += 1) {
      for (let part = 0; part <= all; part += 1) {
        const [low, high] = wilson(part, all);
        expect(low).toBeLessThanOrEqual(part / all);
        expect(high).toBeGreaterThanOrEqual(part / all);
        const [low10, high10] = wilson(part * 10, all * 10);
        expect(high10 - low10).toBeLessThan(high - low);
      }
    }
  });

  it("agrees with published values", () => {
    // Newcombe 1998, Statistics in Medicine 17, table I, method 3.
    expect(wilson(81, 263).map((one) => Number(one.toFixed(4)))).toEqual([0.2553, 0.3662]);
    expect(wilson(15, 148).map((one) => Number(one.toFixed(4)))).toEqual([0.0624, 0.1605]);
    expect(wilson(0, 20).map((one) => Number(one.toFixed(4)))).toEqual([0, 0.1611]);
    expect(wilson(1, 29).map((one) => Number(one.toFixed(4)))).toEqual([0.0061, 0.1718]);
  });
});

describe("a curve as drawn", () => {
  it("keeps its ends and stays near every point that is left out", () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const random = randomOf(seed);
      const all = Array.from({ length: 3000 }, () => {
        const bad = random() < 0.3;
        return { bad, score: Math.fround((random() + (bad ? 0.4 : 0)) / 1.4) };
      });
      for (const points of [rocOf(sweepOf(all)), precisionRecallOf(sweepOf(all))]) {
        const few = drawn(points);
        expect(few.length).toBeLessThan(700);
        expect([few[0], few[few.length - 1]]).toEqual([points[0], points[points.length - 1]]);
        for (const point of points) {
          expect(few.some((one) => Math.abs(one.x - point.x) < 0.008 && Math.abs(one.y - point.y) < 0.008)).toBe(true);
        }
      }
    }
  });
  it("leaves a short one as it is", () => {
    const points = [{ threshold: 1, x: 0, y: 0 }, { threshold: 0.5, x: 0.5, y: 0.9 }, { threshold: 0, x: 1, y: 1 }];
    expect(drawn(points)).toEqual(points);
    expect(drawn([])).toEqual([]);
  });
});
