// Texts that were read: where they stand, and what a person says instead.
import type { ReadText } from "@/api/contract";
import type { Bounds } from "./boxes";

/** The upright box around a text. */
export function boundsOf(text: Pick<ReadText, "quad">): Bounds {
  const [xs, ys] = [text.quad.map(([x = 0]) => x), text.quad.map(([, y = 0]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return [x, y, Math.max(...xs) - x, Math.max(...ys) - y];
}

/** Whether it stands on its head. */
export function isUpsideDown(text: Pick<ReadText, "quad">): boolean {
  const [[ax = 0, ay = 0] = [], [bx = 0, by = 0] = []] = text.quad;
  return bx - ax < 0 && Math.abs(bx - ax) > Math.abs(by - ay);
}

export type Sure = "sure" | "fair" | "unsure";
export const sureOf = (score: number): Sure => (score >= 0.9 ? "sure" : score >= 0.6 ? "fair" : "unsure");

/** What is sent of the texts of a record: all of them where a person corrected one or calls the part good, else nothing. */
export function saidTexts(read: readonly Pick<ReadText, "text">[], fixes: readonly string[] | null, verdict: "ok" | "ng"): string[] | null {
  if (read.length === 0 || (fixes === null && verdict === "ng")) return null;
  return read.map((one, i) => (fixes?.[i] ?? one.text).trim());
}

/** A square around a sign that is known to stand somewhere, as wide as signs of its text are apart and some more. */
export function signBounds(text: Pick<ReadText, "chars" | "quad">, index: number): Bounds | null {
  const places = text.chars.map((one) => one.place ?? null);
  const at = places[index];
  if (!at) return null;
  const far = (a: readonly number[] | null | undefined, b: readonly number[] | null | undefined) => (a && b ? [Math.hypot((b[0] ?? 0) - (a[0] ?? 0), (b[1] ?? 0) - (a[1] ?? 0))] : []);
  const apart = places.slice(1).flatMap((place, i) => far(places[i], place)).sort((a, b) => a - b);
  const [height = 16] = far(text.quad[0], text.quad[3]);
  const side = Math.max(8, 1.6 * (apart[Math.floor(apart.length / 2)] ?? height));
  return [(at[0] ?? 0) - side / 2, (at[1] ?? 0) - side / 2, side, side];
}
