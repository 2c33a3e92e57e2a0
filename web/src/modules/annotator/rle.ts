// Masks as runs. Only the rectangle around the ones is ever unpacked, so that large pictures stay cheap.
import type { Box, Point, Rle, Size } from "./types";

/** A piece of a mask: ones and zeros of the rectangle x, y, w, h (whole pixels). */
export type Patch = Box & { data: Uint8Array };

/** Calls back for every run of ones within one row: row, first column, columns. */
export function eachRun(rle: Rle, visit: (y: number, x: number, length: number) => void): void {
  let at = 0;
  let one = false;
  for (const count of rle.counts) {
    if (one) {
      let from = at;
      const end = at + count;
      while (from < end) {
        const y = Math.floor(from / rle.width);
        const rowEnd = Math.min(end, (y + 1) * rle.width);
        visit(y, from - y * rle.width, rowEnd - from);
        from = rowEnd;
      }
    }
    at += count;
    one = !one;
  }
}

export function area(rle: Rle): number {
  return rle.counts.reduce((sum, count, index) => (index % 2 === 1 ? sum + count : sum), 0);
}

/** The smallest rectangle around the ones; null when there are none. */
export function bounds(rle: Rle): Box | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  eachRun(rle, (y, x, length) => {
    left = Math.min(left, x);
    right = Math.max(right, x + length);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  });
  return bottom < 0 ? null : { x: left, y: top, w: right - left, h: bottom - top };
}

export function contains(rle: Rle, [x, y]: Point): boolean {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  if (column < 0 || row < 0 || column >= rle.width || row >= rle.height) return false;
  const wanted = row * rle.width + column;
  let at = 0;
  let one = false;
  for (const count of rle.counts) {
    at += count;
    if (wanted < at) return one;
    one = !one;
  }
  return false;
}

/** Unpacks what lies within the rectangle. */
export function unpack(rle: Rle, box: Box): Patch {
  const patch: Patch = { ...box, data: new Uint8Array(box.w * box.h) };
  eachRun(rle, (y, x, length) => {
    const row = y - box.y;
    if (row < 0 || row >= box.h) return;
    const from = Math.max(0, x - box.x);
    const to = Math.min(box.w, x + length - box.x);
    if (to > from) patch.data.fill(1, row * box.w + from, row * box.w + to);
  });
  return patch;
}

/** Packs a patch; everything outside of it is zero. */
export function pack(patch: Patch, size: Size): Rle {
  const counts: number[] = [];
  let written = 0; // pixels told so far
  let onesFrom = -1; // start of the open run of ones
  const close = (end: number) => {
    counts.push(onesFrom - written, end - onesFrom);
    written = end;
    onesFrom = -1;
  };
  for (let row = 0; row < patch.h; row += 1) {
    const base = (patch.y + row) * size.width + patch.x;
    for (let column = 0; column < patch.w; column += 1) {
      const index = base + column;
      if (patch.data[row * patch.w + column] === 1) {
        if (onesFrom < 0) onesFrom = index;
      } else if (onesFrom >= 0) {
        close(index);
      }
    }
    // A run goes on in the next row only where the patch is as wide as the picture.
    if (onesFrom >= 0 && patch.w !== size.width) close(base + patch.w);
  }
  if (onesFrom >= 0) close((patch.y + patch.h) * size.width);
  counts.push(size.width * size.height - written);
  return { width: size.width, height: size.height, counts };
}
