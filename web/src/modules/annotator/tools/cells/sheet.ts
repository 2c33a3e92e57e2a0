// Superpixels as a picture: their edges, the one under the hand, the chosen ones.
import { enlarged } from "../../assist/pixels";
import type { Cells } from "../../assist/types";
import type { MakeCanvas } from "../../canvas";
import type { Patch } from "../../rle";
import type { Point } from "../../types";

/** Red, green, blue and how much, low byte first. */
const EDGE = 0x70ffffff;
const UNDER = 0x60ffffff;
const CHOSEN = 0x804ad5ff;

export function cellAt({ box, width, height, labels }: Cells, [x, y]: Point): number {
  const column = Math.floor(((x - box.x) * width) / box.w);
  const row = Math.floor(((y - box.y) * height) / box.h);
  return column < 0 || row < 0 || column >= width || row >= height ? -1 : (labels[row * width + column] as number);
}

export function sheetOf({ width, height, labels }: Cells, chosen: ReadonlySet<number>, under: number, makeCanvas: MakeCanvas): CanvasImageSource | null {
  const canvas = makeCanvas(width, height);
  const context = canvas.getContext("2d") as CanvasRenderingContext2D | null;
  if (!context) return null;
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let at = 0; at < labels.length; at += 1) {
    const own = labels[at] as number;
    const edge = ((at + 1) % width !== 0 && labels[at + 1] !== own) || (at + width < labels.length && labels[at + width] !== own);
    pixels[at] = edge ? EDGE : chosen.has(own) ? CHOSEN : own === under ? UNDER : 0;
  }
  context.putImageData(image, 0, 0);
  return canvas as CanvasImageSource;
}

export function patchOf(cells: Cells, chosen: ReadonlySet<number>): Patch {
  const mask = Uint8Array.from(cells.labels, (one) => (chosen.has(one) ? 1 : 0));
  const { box, width, height } = cells;
  return enlarged(mask, { box, width, height, data: new Uint8ClampedArray() }) ?? { ...box, w: 0, h: 0, data: new Uint8Array() };
}
