// Texts over all judged pictures, at any threshold.
import type { JudgedText } from "@/api/contract";
import type { Judged } from "./judged";

export type TextRow = JudgedText & { key: string; index: number; name: string };
export type TextFigures = { texts: number; right: number; overkilled: number; escaped: number };
export const textKinds = ["misread", "unsure", "all"] as const;
export type TextKind = (typeof textKinds)[number];

/** Unsure is what lacks as much of certainty as the threshold says; as the server has it. */
export const isUnsure = (text: Pick<JudgedText, "score">, threshold: number): boolean => Math.fround(1 - Math.fround(text.score)) >= Math.fround(threshold);

export function textRows(pictures: readonly Judged[]): TextRow[] {
  const rows = pictures.flatMap((picture) => picture.texts.map((one, i) => ({ ...one, key: `${picture.index}-${i}`, index: picture.index, name: picture.name })));
  // The wrong ones first, and of these the surest.
  return rows.sort((a, b) => Number(a.right) - Number(b.right) || (a.right ? a.score - b.score : b.score - a.score) || a.index - b.index);
}

export function textFigures(rows: readonly TextRow[], threshold: number): TextFigures {
  const right = rows.filter((one) => one.right);
  const wrong = rows.filter((one) => !one.right);
  return {
    texts: rows.length,
    right: right.length,
    overkilled: right.filter((one) => isUnsure(one, threshold)).length,
    escaped: wrong.filter((one) => !isUnsure(one, threshold)).length,
  };
}

export const textsOf = (rows: readonly TextRow[], kind: TextKind, threshold: number): TextRow[] =>
  rows.filter((one) => kind === "all" || (kind === "misread" ? !one.right : one.right && isUnsure(one, threshold)));
