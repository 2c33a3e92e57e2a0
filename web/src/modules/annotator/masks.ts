// Masks as pictures, made once each. One that covers much of a large picture is drawn from a smaller copy while it is seen from
// afar, so that neither making nor drawing it takes longer than a frame.
import { eachRun, unpack } from "./rle";
import { shapeBounds } from "./shapes";
import type { MakeCanvas } from "./canvas";
import type { Box, Rle } from "./types";

export type MaskImage = { image: CanvasImageSource; box: Box };
type Context = CanvasRenderingContext2D;

/** Pixels that a copy has at most. */
const MOST_PIXELS = 1_500_000;
/** With more runs than this, setting pixel by pixel is quicker than run by run. */
const MOST_RUNS = 30_000;

export class Masks {
  private readonly made = new WeakMap<Rle, Map<string, MaskImage>>();

  constructor(private readonly makeCanvas: MakeCanvas) {}

  /** `scale`: pixels of the screen for one of the picture. */
  of(rle: Rle, colour: string, scale: number): MaskImage | null {
    const box = shapeBounds({ kind: "brush", rle });
    if (box.w === 0 || box.h === 0) return null;
    let step = 1;
    while ((box.w * box.h) / (step * step) > MOST_PIXELS && scale * step * 2 <= 1.2) step *= 2;
    const known = this.made.get(rle) ?? new Map<string, MaskImage>();
    const name = `${colour}/${step}`;
    const found = known.get(name);
    if (found) return found;
    const canvas = this.makeCanvas(Math.ceil(box.w / step), Math.ceil(box.h / step));
    const context = canvas.getContext("2d") as Context | null;
    if (!context) return null;
    if (step > 1 || rle.counts.length <= 2 * MOST_RUNS) fillRuns(context, rle, box, colour, step);
    else setPixels(context, rle, box, colour);
    const image = { image: canvas as CanvasImageSource, box: { x: box.x, y: box.y, w: Math.ceil(box.w / step) * step, h: Math.ceil(box.h / step) * step } };
    known.set(name, image);
    this.made.set(rle, known);
    return image;
  }
}

function fillRuns(context: Context, rle: Rle, box: Box, colour: string, step: number): void {
  context.fillStyle = colour;
  // Of a smaller copy a row in the middle of each few stands for them all.
  const middle = Math.floor(step / 2);
  eachRun(rle, (y, x, length) => {
    const row = y - box.y;
    if (step > 1 && row % step !== middle && row !== box.h - 1) return;
    context.fillRect((x - box.x) / step, Math.floor(row / step), length / step, 1);
  });
}

function setPixels(context: Context, rle: Rle, box: Box, colour: string): void {
  const image = context.createImageData(box.w, box.h);
  const value = Number.parseInt(colour.slice(1), 16);
  const patch = unpack(rle, box);
  const pixels = new Uint32Array(image.data.buffer);
  // Little-endian RGBA; every machine that runs a browser is.
  const ink = (0xff000000 | ((value & 255) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
  patch.data.forEach((one, index) => {
    if (one) pixels[index] = ink;
  });
  context.putImageData(image, 0, 0);
}
