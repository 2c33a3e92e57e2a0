// What the annotator works on. All coordinates are pixels of the picture, origin at the top left corner; angles are degrees, clockwise.

export type Point = [x: number, y: number];
export type Box = { x: number; y: number; w: number; h: number };
/** Runs of a mask, row by row, beginning with zeros. */
export type Rle = { width: number; height: number; counts: number[] };
/** A box turned around its centre; `w` runs along the angle. */
export type Rotated = { kind: "rotated"; cx: number; cy: number; w: number; h: number; angle: number };
export type Ellipse = { kind: "ellipse"; cx: number; cy: number; rx: number; ry: number; angle: number };
/** As broad as `width`, with round ends. */
export type Line = { kind: "line"; points: Point[]; width: number };
/** Corners from the text's top left on, as a clock goes, and what stands there. */
export type TextPlace = { kind: "text"; points: Point[]; text: string };
export type Shape =
  | ({ kind: "box" } & Box)
  | { kind: "polygon"; points: Point[] }
  | { kind: "brush"; rle: Rle }
  | Rotated
  | Ellipse
  | Line
  | { kind: "points"; points: Point[] }
  | TextPlace;
/** A tick, a number, a text or one of the choices. */
export type Said = boolean | number | string;
export type Region = {
  readonly id: string;
  readonly class_id: string;
  readonly shape: Shape;
  /** What is said of it beside its class. */
  readonly attributes?: Readonly<Record<string, Said>>;
  /** Regions with the same number belong together. */
  readonly group?: number;
};

export type Verdict = "good" | "bad";
/** All labels of one picture. Never changed in place: every edit makes a new one. */
export type Document = {
  readonly verdict: Verdict | null;
  readonly class_id: string | null;
  readonly regions: readonly Region[];
};
export const emptyDocument: Document = { verdict: null, class_id: null, regions: [] };

export type ClassInfo = {
  readonly id: string; readonly name: string; readonly colour: string; readonly good: boolean;
  /** The only kind of shape that its regions have; none: any. */
  readonly shape?: Shape["kind"] | null;
  /** The kind of shape that says nothing is wrong, such as what stands there where text is read. */
  readonly innocent?: Shape["kind"] | null;
};
export type Size = { readonly width: number; readonly height: number };
