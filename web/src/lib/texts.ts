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
