// Where the classes of the server's figures begin (dataset/statistics.rs).
export const BINS = 24;
export const HEAT_SIDE = 32;

export const brightnessFrom = (bin: number): number => (bin / BINS) * 256;
export const sharpnessFrom = (bin: number): number => (bin === 0 ? 0 : 0.25 * 2 ** (bin / 1.5));
export const extentFrom = (bin: number): number => 2 ** (bin / 3) / 256;
export const aspectFrom = (bin: number): number => 2 ** (bin / 3 - 4);

/** The part of the classes that has something, with one empty class on each side. */
export function filled(counts: readonly number[]): [from: number, to: number] {
  const first = counts.findIndex((count) => count > 0);
  if (first < 0) return [0, counts.length];
  const last = counts.length - 1 - [...counts].reverse().findIndex((count) => count > 0);
  return [Math.max(0, first - 1), Math.min(counts.length, last + 2)];
}
