import type { Interval } from "./judged";

const Z = 1.959963984540054;

/** The 95 % interval of a share (Wilson 1927), as the server tells it: nothing seen means nothing known. */
export function wilson(part: number, all: number): Interval {
  if (all <= 0) return [0, 1];
  const share = Math.min(part, all) / all;
  const z2 = Z * Z;
  const scale = 1 + z2 / all;
  const middle = (share + z2 / (2 * all)) / scale;
  const half = (Z * Math.sqrt((share * (1 - share)) / all + z2 / (4 * all * all))) / scale;
  return [part <= 0 ? 0 : Math.max(0, middle - half), part >= all ? 1 : Math.min(1, middle + half)];
}
