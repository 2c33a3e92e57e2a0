// What the helpers that look at the pixels can be asked for. They work beside the page, so every answer comes later.
import type { Look } from "../look";
import type { Patch } from "../rle";
import type { Box, Point, Size } from "../types";

/** A place that belongs to the thing, or does not. */
export type Touch = { readonly at: Point; readonly inside: boolean };
/** The cheapest way back from every pixel of a window to the point it was asked for. `step`: pixels of the picture for one of it. */
export type Trail = { readonly box: Box; readonly step: number; readonly width: number; readonly height: number; readonly ways: Int8Array };
/** Superpixels of a part of the picture: a number for each pixel of the window. */
export type Cells = { readonly box: Box; readonly step: number; readonly width: number; readonly height: number; readonly labels: Int32Array; readonly count: number };
/** A place that looks like the asked one: how far away, how much alike. */
export type Found = { readonly dx: number; readonly dy: number; readonly likeness: number };

/** Pixels of a part of a picture that is held in small only. */
export type Part = { readonly image: CanvasImageSource; readonly box: Box };
/** Fetches those of a box, so sharp that so many of them are made of it; null where what is held is as sharp. */
export type PartOf = (box: Box, most: number) => Promise<Part | null>;

export type Assist = {
  /** Another picture; what was asked about the one before is not answered any more. `partOf`: of one that is held in small. */
  begin(picture: CanvasImageSource, size: Size, partOf?: PartOf | null): void;
  /** What the server tells of the places of this picture, once that is known; without it "find the same" goes by pixels alone. */
  describe(map: ArrayBuffer): void;
  look(look: Look): Promise<CanvasImageSource | null>;
  wand(touches: readonly Touch[], tolerance: number): Promise<Patch | null>;
  trail(from: Point, reach: number): Promise<Trail | null>;
  refine(box: Box, touches: readonly Touch[], radius: number): Promise<Patch | null>;
  cells(box: Box, side: number): Promise<Cells | null>;
  same(box: Box): Promise<readonly Found[] | null>;
  /** Remembers what lies in these boxes, for the picture that comes next. */
  hold(boxes: readonly Box[]): Promise<boolean | null>;
  /** Where that is here, in its order. */
  follow(): Promise<readonly Found[] | null>;
};
