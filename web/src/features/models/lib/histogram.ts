import type { Range, Sweep } from "./sweep";

export type Bin = { from: number; to: number; good: number; bad: number };

/** Even bins over the range, good and bad apart; every finite score falls into exactly one. */
export function histogramOf(sweep: Sweep, range: Range, bins: number): Bin[] {
  const wide = range.high - range.low;
  const out: Bin[] = Array.from({ length: bins }, (_, i) => ({
    from: range.low + (wide * i) / bins,
    to: range.low + (wide * (i + 1)) / bins,
    good: 0,
    bad: 0,
  }));
  const place = (score: number) => Math.min(bins - 1, Math.max(0, Math.floor(((score - range.low) / wide) * bins)));
  for (const score of sweep.good) if (Number.isFinite(score)) increase(out[place(score)], "good");
  for (const score of sweep.bad) if (Number.isFinite(score)) increase(out[place(score)], "bad");
  return out;
}

function increase(bin: Bin | undefined, side: "good" | "bad"): void {
  if (bin) bin[side] += 1;
}

/** About `wanted` round numbers between two values. */
export function ticks(low: number, high: number, wanted: number): number[] {
  if (!(high > low)) return [];
  const raw = (high - low) / Math.max(1, wanted);
  const ten = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * ten).find((one) => one >= raw * 0.999) ?? raw;
  const out: number[] = [];
  for (let i = Math.ceil(low / step); i * step <= high; i += 1) out.push(Number((i * step).toPrecision(8)));
  return out;
}
