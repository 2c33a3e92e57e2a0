// What the annotator works on. All coordinates are pixels of the picture, origin at the top left corner.

export type Point = [x: number, y: number];
export type Box = { x: number; y: number; w: number; h: number };
/** Runs of a mask, row by row, beginning with zeros. */
export type Rle = { width: number; height: number; counts: number[] };
export type Shape =
  | ({ kind: "box" } & Box)
  | { kind: "polygon"; points: Point[] }
  | { kind: "brush"; rle: Rle };
export type Region = { readonly id: string; readonly class_id: string; readonly shape: Shape };

export type Verdict = "good" | "bad";
/** All labels of one picture. Never changed in place: every edit makes a new one. */
export type Document = {
  readonly verdict: Verdict | null;
  readonly class_id: string | null;
  readonly regions: readonly Region[];
};
export const emptyDocument: Document = { verdict: null, class_id: null, regions: [] };

export type ClassInfo = { readonly id: string; readonly name: string; readonly colour: string; readonly good: boolean };
export type Size = { readonly width: number; readonly height: number };
