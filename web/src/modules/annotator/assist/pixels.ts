// Pixels of a part of the picture, perhaps made smaller, and masks of that part made as large as the picture's again.
import type { Patch } from "../rle";
import type { Box, Point, Size } from "../types";

/** RGBA of the box, `width` × `height` of them. */
export type Crop = { readonly box: Box; readonly width: number; readonly height: number; readonly data: Uint8ClampedArray };
/** Makes a crop of at most so many pixels. */
export type Cropper = (box: Box, most: number) => Crop;

export const cropSize = (box: Box, most: number): Size => {
  const by = Math.min(1, Math.sqrt(most / Math.max(1, box.w * box.h)));
  return { width: Math.max(1, Math.round(box.w * by)), height: Math.max(1, Math.round(box.h * by)) };
};

/** The whole pixels of the picture that a box covers, with some around it. */
export function wholeBox({ x, y, w, h }: Box, size: Size, around = 0): Box {
  const left = Math.max(0, Math.floor(x - around));
  const top = Math.max(0, Math.floor(y - around));
  return {
    x: left, y: top,
    w: Math.max(1, Math.min(size.width, Math.ceil(x + w + around)) - left), h: Math.max(1, Math.min(size.height, Math.ceil(y + h + around)) - top),
  };
}

/** The pixel of the crop under a place of the picture. */
export function pixelAt(crop: Crop, [x, y]: Point): [number, number] {
  const column = Math.floor(((x - crop.box.x) * crop.width) / crop.box.w);
  const row = Math.floor(((y - crop.box.y) * crop.height) / crop.box.h);
  return [Math.min(crop.width - 1, Math.max(0, column)), Math.min(crop.height - 1, Math.max(0, row))];
}

/** A grey value for each pixel, 0 to 255. */
export function greyOf({ data, width, height }: Crop): Float32Array {
  const grey = new Float32Array(width * height);
  for (let index = 0, at = 0; index < grey.length; index += 1, at += 4) {
    grey[index] = 0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number);
  }
  return grey;
}

/** A mask of the crop in pixels of the picture, only as large as what is in it; edges of an enlarged one run straight between its pixels. */
export function enlarged(mask: Uint8Array, crop: Crop): Patch | null {
  const { box, width, height } = crop;
  const full = width === box.w && height === box.h ? mask : stretch(mask, width, height, box);
  let [left, top, right, bottom] = [box.w, box.h, -1, -1];
  for (let y = 0, at = 0; y < box.h; y += 1) {
    for (let x = 0; x < box.w; x += 1, at += 1) {
      if (!full[at]) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  if (right < 0) return null;
  const [w, h] = [right - left + 1, bottom - top + 1];
  const data = new Uint8Array(w * h);
  for (let y = 0; y < h; y += 1) data.set(full.subarray((y + top) * box.w + left, (y + top) * box.w + left + w), y * w);
  return { x: box.x + left, y: box.y + top, w, h, data };
}

function stretch(mask: Uint8Array, width: number, height: number, box: Box): Uint8Array {
  const full = new Uint8Array(box.w * box.h);
  const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value));
  for (let y = 0; y < box.h; y += 1) {
    const v = clamp(((y + 0.5) * height) / box.h - 0.5, height - 1);
    const [row, down] = [Math.floor(v), v - Math.floor(v)];
    const below = Math.min(height - 1, row + 1);
    for (let x = 0; x < box.w; x += 1) {
      const u = clamp(((x + 0.5) * width) / box.w - 0.5, width - 1);
      const [column, on] = [Math.floor(u), u - Math.floor(u)];
      const beside = Math.min(width - 1, column + 1);
      const over = (mask[row * width + column] as number) * (1 - on) + (mask[row * width + beside] as number) * on;
      const under = (mask[below * width + column] as number) * (1 - on) + (mask[below * width + beside] as number) * on;
      if (over * (1 - down) + under * down >= 0.5) full[y * box.w + x] = 1;
    }
  }
  return full;
}

/** Fills holes of at most so many pixels, in place, but none that holds a pixel which is to stay open. */
export function fillHoles(mask: Uint8Array, width: number, height: number, most: number, stays: (at: number) => boolean = () => false): void {
  const known = new Uint8Array(mask.length);
  const stack: number[] = [];
  for (let start = 0; start < mask.length; start += 1) {
    if (mask[start] || known[start]) continue;
    const hole: number[] = [];
    let open = false;
    stack.push(start);
    known[start] = 1;
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (hole.length <= most) hole.push(at);
      const x = at % width;
      const y = (at - x) / width;
      open ||= x === 0 || y === 0 || x === width - 1 || y === height - 1 || stays(at);
      for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, y > 0 ? at - width : -1, y < height - 1 ? at + width : -1]) {
        if (next < 0 || mask[next] || known[next]) continue;
        known[next] = 1;
        stack.push(next);
      }
    }
    if (!open && hole.length <= most) for (const at of hole) mask[at] = 1;
  }
}

