// Two models side by side: only pictures that both have judged can be compared picture by picture.
import { isNg, type Judged } from "./judged";

export type Pair = { a: Judged; b: Judged };

export function pairsOf(a: readonly Judged[], b: readonly Judged[]): Pair[] {
  const other = new Map(b.map((one) => [one.pictureId, one]));
  return a.flatMap((one) => {
    const match = other.get(one.pictureId);
    return match ? [{ a: one, b: match }] : [];
  });
}

export type Change = { sign: "+" | "−"; by: number; worth: "better" | "worse" | "alike" };

/**
 * How the second of two figures differs from the first. What is less than `least` of the first is told, but neither better
 * nor worse: a package of a few bytes more, or a run that took a moment longer.
 */
export function changeOf(first: number, second: number, better: "less" | "more", least = 0): Change {
  const by = Math.abs(second - first);
  const worth = by <= least * Math.abs(first) ? "alike" : (second > first) === (better === "more") ? "better" : "worse";
  return { sign: second > first ? "+" : "−", by, worth };
}

export type Difference = Pair & { a_ng: boolean; b_ng: boolean; right: "a" | "b" };

/** Pictures with different verdicts, and which of the two is right; escapes of B first. */
export function differences(pairs: readonly Pair[], thresholdA: number, thresholdB: number): Difference[] {
  const out = pairs.flatMap((pair): Difference[] => {
    const [a_ng, b_ng] = [isNg(pair.a, thresholdA), isNg(pair.b, thresholdB)];
    if (a_ng === b_ng) return [];
    return [{ ...pair, a_ng, b_ng, right: a_ng === pair.a.bad ? "a" : "b" }];
  });
  const weight = (one: Difference) => (one.a.bad ? 0 : 2) + (one.right === "a" ? 0 : 1);
  return out.sort((x, y) => weight(x) - weight(y) || x.a.index - y.a.index);
}
