// The part of the picture that each helper looks at, and with how many pixels at most, so that it answers while one waits.
import { wholeBox } from "./pixels";
import type { Touch } from "./types";
import type { Box, Point, Size } from "../types";

export const most = { wand: 6_000_000, trail: 250_000, refine: 36_000, cells: 360_000 } as const;

/** Around a box there has to be something of what is outside: this share of its sides, and so many pixels. */
const AROUND = 0.3;
const LEAST_AROUND = 6;
/** Around what the wand found coarsely, as finer pixels may lead a little farther. */
const WAND_AROUND = 0.25;
const LEAST_WAND_AROUND = 64;

/** So far from the point on as one may go before the next click. */
export const trailWindow = (from: Point, reach: number, size: Size): Box => wholeBox({ x: from[0], y: from[1], w: 0, h: 0 }, size, reach);

export function refineWindow(box: Box, touches: readonly Touch[], size: Size): Box {
  return wholeBox(around(box, touches), size, Math.max(LEAST_AROUND, AROUND * Math.max(box.w, box.h)));
}

/** `found`: by the whole picture in small. */
export function wandWindow(found: Box, touches: readonly Touch[], size: Size): Box {
  return wholeBox(around(found, touches), size, Math.max(LEAST_WAND_AROUND, WAND_AROUND * Math.max(found.w, found.h)));
}

/** Whether what was found in a window may go on behind one of its sides. */
export function isCut(found: Box, window: Box, size: Size): boolean {
  return (
    (window.x > 0 && found.x <= window.x) || (window.y > 0 && found.y <= window.y) ||
    (window.x + window.w < size.width && found.x + found.w >= window.x + window.w) || (window.y + window.h < size.height && found.y + found.h >= window.y + window.h)
  );
}

/** Twice as large to each side, in the end the whole picture. */
export const wider = (window: Box, size: Size): Box => wholeBox(window, size, Math.max(window.w, window.h) / 2);

function around(box: Box, touches: readonly Touch[]): Box {
  const [xs, ys] = [touches.map((one) => one.at[0]), touches.map((one) => one.at[1])];
  const [left, top] = [Math.min(box.x, ...xs), Math.min(box.y, ...ys)];
  return { x: left, y: top, w: Math.max(box.x + box.w, ...xs) - left, h: Math.max(box.y + box.h, ...ys) - top };
}
