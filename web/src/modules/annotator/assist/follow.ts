// Where what lay in a box of one picture lies in the next: normalised correlation of the grey values around it, first on a small copy, then
// exactly. Only how far it moved; what turned or grew is found less surely.
import { correlation, greyCrop, patternOf, type Grey } from "./same";
import { cropSize, wholeBox, type Cropper } from "./pixels";
import type { Found } from "./types";
import type { Box, Size } from "../types";

/** Pixels of what is looked for, on the small copy and on the one that decides. */
const SMALL = 600;
const EXACT = 12_000;
/** What surrounds a thing tells it, too: this share of its longer side, and so many pixels. */
const AROUND = 0.25;
const LEAST_AROUND = 6;
/** Of things that repeat the nearest one is meant: so much likeness is a way as long as the box worth. */
const NEARNESS = 0.02;
/** Less like it than this it was not found again. */
export const SURE = 0.5;

/** What lay in a box, with some around it. */
export type Held = { readonly box: Box; readonly small: Grey; readonly exact: Grey };

const shrinkOf = ({ w, h }: Box, most: number) => Math.min(1, Math.sqrt(most / (w * h)));

function taken(crop: Cropper, box: Box, shrink: number): Grey {
  const { width, height } = cropSize(box, box.w * box.h * shrink * shrink);
  return greyCrop(crop(box, width * height));
}

export function hold(crop: Cropper, size: Size, boxes: readonly Box[]): Held[] {
  return boxes.map((one) => {
    const box = wholeBox(one, size, Math.max(LEAST_AROUND, AROUND * Math.max(one.w, one.h)));
    return { box, small: taken(crop, box, shrinkOf(box, SMALL)), exact: taken(crop, box, shrinkOf(box, EXACT)) };
  });
}

/** In their order; what cannot be looked for has moved nowhere and is like nothing. */
export function follow(crop: Cropper, size: Size, held: readonly Held[]): Found[] {
  return held.map(({ box, small, exact }) => {
    const [coarse, fine] = [shrinkOf(box, SMALL), shrinkOf(box, EXACT)];
    const first = best(crop, box, small, wholeBox({ x: box.x - box.w, y: box.y - box.h, w: 3 * box.w, h: 3 * box.h }, size), coarse);
    if (fine <= coarse) return first;
    const near = wholeBox({ ...box, x: box.x + first.dx, y: box.y + first.dy }, size, Math.ceil(1 / coarse) + 1);
    const second = best(crop, box, exact, near, fine);
    // Fine grain differs from picture to picture, so the small copy may be the surer one of what it is.
    return second.likeness > 0 ? { ...second, likeness: Math.max(first.likeness, second.likeness) } : first;
  });
}

function best(crop: Cropper, box: Box, own: Grey, window: Box, shrink: number): Found {
  const there = taken(crop, window, shrink);
  const nothing: Found = { dx: 0, dy: 0, likeness: 0 };
  if (own.width > there.width || own.height > there.height) return nothing;
  const pattern = patternOf(own, 0, 0, own.width, own.height);
  const [stepX, stepY] = [window.w / there.width, window.h / there.height];
  let [found, worth] = [nothing, 0];
  for (let y = 0; y + own.height <= there.height; y += 1) {
    for (let x = 0; x + own.width <= there.width; x += 1) {
      const [dx, dy] = [window.x + x * stepX - box.x, window.y + y * stepY - box.y];
      const likeness = correlation(there, x, y, own.width, own.height, pattern);
      const here = likeness - NEARNESS * Math.hypot(dx / box.w, dy / box.h);
      if (here <= worth) continue;
      [found, worth] = [{ dx: Math.round(dx), dy: Math.round(dy), likeness }, here];
    }
  }
  return found;
}
