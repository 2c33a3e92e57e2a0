// Overkill and escapes over all thresholds: sorted once (n log n), then each threshold is two binary searches.
import type { Judged } from "./judged";

export type Rates = {
  good: number;
  bad: number;
  overkilled: number;
  escaped: number;
  /** Shares; `null` where there is no picture of that kind. */
  overkill: number | null;
  escape: number | null;
  precision: number | null;
};

/** One way to cut the scores in two: everything from `threshold` on is NG. */
export type Cut = { threshold: number; overkilled: number; escaped: number };

export type Sweep = {
  good: Float64Array;
  bad: Float64Array;
  /** Every cut that makes a difference, from "all NG" to "all OK". */
  cuts: readonly Cut[];
  at: (threshold: number) => Rates;
};

export function sweepOf(pictures: readonly Pick<Judged, "score" | "bad">[]): Sweep {
  const sorted = (bad: boolean) =>
    Float64Array.from(pictures.filter((one) => one.bad === bad).map((one) => one.score)).sort();
  const [good, bad] = [sorted(false), sorted(true)];
  return { good, bad, cuts: cutsOf(good, bad), at: (threshold) => ratesAt(good, bad, threshold) };
}

/** How many of the sorted values lie below. */
export function below(sorted: Float64Array, threshold: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle] ?? Infinity) < threshold) from = middle + 1;
    else to = middle;
  }
  return from;
}

function ratesAt(good: Float64Array, bad: Float64Array, threshold: number): Rates {
  const overkilled = good.length - below(good, threshold);
  const escaped = below(bad, threshold);
  const called = bad.length - escaped + overkilled;
  return {
    good: good.length,
    bad: bad.length,
    overkilled,
    escaped,
    overkill: good.length ? overkilled / good.length : null,
    escape: bad.length ? escaped / bad.length : null,
    precision: called ? (bad.length - escaped) / called : null,
  };
}

function cutsOf(good: Float64Array, bad: Float64Array): Cut[] {
  const levels = [...new Set([...good, ...bad].filter(Number.isFinite))].sort((a, b) => a - b);
  const [lowest, highest] = [levels[0], levels[levels.length - 1]];
  if (lowest === undefined || highest === undefined) return [];
  const thresholds = levels.map((level, i) => (i > 0 ? halfWay(levels[i - 1] ?? level, level) : level));
  thresholds.push(raised(highest, (highest - lowest) / 20));
  let [g, b] = [0, 0];
  return thresholds.map((threshold) => {
    while (g < good.length && (good[g] ?? Infinity) < threshold) g += 1;
    while (b < bad.length && (bad[b] ?? Infinity) < threshold) b += 1;
    return { threshold, overkilled: good.length - g, escaped: b };
  });
}

/** Above `low`, at most `high`, and a 32 bit number, as the server keeps thresholds. */
function halfWay(low: number, high: number): number {
  const middle = Math.fround((low + high) / 2);
  return middle > low ? middle : high;
}

function raised(score: number, by: number): number {
  const sum = Math.fround(score + by);
  return sum > score ? sum : Math.fround(score + Math.max(Math.abs(score) * 1e-6, 1e-9));
}

/** The cut at which escapes times `cost` plus overkills is least; of equal ones the one with fewer escapes. */
export function cheapest(sweep: Sweep, cost: number): Cut | null {
  let best: Cut | null = null;
  for (const cut of sweep.cuts) {
    const sum = (one: Cut) => cost * one.escaped + one.overkilled;
    if (!best || sum(cut) < sum(best) || (sum(cut) === sum(best) && cut.escaped < best.escaped)) best = cut;
  }
  return best;
}

/** At most this share of the good ones is called NG, with as few escapes as can be. */
export function fewestEscapes(sweep: Sweep, share: number): Cut | null {
  let best: Cut | null = null;
  for (const cut of sweep.cuts) {
    if (sweep.good.length && cut.overkilled / sweep.good.length > share) continue;
    const better = !best || cut.escaped < best.escaped || (cut.escaped === best.escaped && cut.overkilled < best.overkilled);
    if (better) best = cut;
  }
  return best;
}

export type Range = { low: number; high: number };

/** What a slider spans: all scores and the thresholds that matter, with some room. */
export function rangeOf(sweep: Sweep, thresholds: readonly number[]): Range {
  const ends = [sweep.good[0], sweep.good[sweep.good.length - 1], sweep.bad[0], sweep.bad[sweep.bad.length - 1], ...thresholds];
  const values = ends.filter((one): one is number => one !== undefined && Number.isFinite(one));
  // A score that is not a number sorts first; the lowest real one still counts.
  for (const side of [sweep.good, sweep.bad]) {
    const first = side.find(Number.isFinite);
    if (first !== undefined) values.push(first);
  }
  if (values.length === 0) return { low: 0, high: 1 };
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low) * 0.03 || Math.abs(high) * 0.1 || 0.1;
  // Scores are 0 to 1; a slider does not go where no score can be.
  return { low: low >= 0 ? Math.max(0, low - room) : low - room, high: high <= 1 ? Math.min(1, high + room) : high + room };
}
