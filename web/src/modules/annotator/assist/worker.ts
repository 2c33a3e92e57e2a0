// The desk in a thread of its own, so that drawing never waits for it.
import { applyLook, type Look } from "../look";
import type { Box, Point, Size } from "../types";
import { Desk } from "./desk";
import { follow, hold, type Held } from "./follow";
import { cropSize, type Cropper } from "./pixels";
import type { Touch } from "./types";

export type Ask =
  | { what: "picture"; bitmap: ImageBitmap; size: Size }
  | { what: "describe"; map: ArrayBuffer }
  | { what: "look"; look: Look }
  | { what: "wand"; touches: readonly Touch[]; tolerance: number; window: Box | null }
  | { what: "trail"; from: Point; reach: number }
  | { what: "refine"; box: Box; touches: readonly Touch[]; radius: number }
  | { what: "cells"; box: Box; side: number }
  | { what: "same"; box: Box }
  | { what: "hold"; boxes: readonly Box[] }
  | { what: "follow" };
/** A part of the picture, sharper than the picture itself is held. */
export type Sharp = { readonly bitmap: ImageBitmap; readonly box: Box };
/** `sharp`: for this question alone. */
export type Asked = { id: number; ask: Ask; sharp: Sharp | null };
export type Answer = { id: number; value: unknown; failed: boolean };

/** A picture shown in other colours has at most so many pixels. */
const MOST_LOOK = 24_000_000;

let bitmap: ImageBitmap | null = null;
let size: Size = { width: 1, height: 1 };
let desk: Desk | null = null;
let sharp: Sharp | null = null;
/** Of the picture before. */
let held: Held[] = [];

const crop: Cropper = (box, most) => {
  const { width, height } = cropSize(box, most);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context || !bitmap) throw new Error("no picture");
  const from = sharp && holds(sharp.box, box) ? sharp : { bitmap, box: { x: 0, y: 0, w: size.width, h: size.height } };
  const [across, down] = [from.bitmap.width / from.box.w, from.bitmap.height / from.box.h];
  // What is made much smaller would else be made of single pixels.
  context.imageSmoothingQuality = "high";
  context.drawImage(from.bitmap, (box.x - from.box.x) * across, (box.y - from.box.y) * down, box.w * across, box.h * down, 0, 0, width, height);
  return { box, width, height, data: context.getImageData(0, 0, width, height).data };
};

const holds = (all: Box, { x, y, w, h }: Box): boolean => x >= all.x && y >= all.y && x + w <= all.x + all.w && y + h <= all.y + all.h;

function looked(look: Look): ImageBitmap {
  const { width, height } = cropSize({ x: 0, y: 0, w: size.width, h: size.height }, MOST_LOOK);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context || !bitmap) throw new Error("no picture");
  context.drawImage(bitmap, 0, 0, width, height);
  const image = context.getImageData(0, 0, width, height);
  applyLook(image.data, look);
  context.putImageData(image, 0, 0);
  return canvas.transferToImageBitmap();
}

function answer(ask: Ask): unknown {
  if (ask.what === "picture") {
    bitmap?.close();
    bitmap = ask.bitmap;
    size = ask.size;
    desk = new Desk(crop, size);
    return null;
  }
  if (!desk) throw new Error("no picture");
  switch (ask.what) {
    case "describe":
      desk.describe(ask.map);
      return null;
    case "look": return looked(ask.look);
    case "wand": return desk.wand(ask.touches, ask.tolerance, ask.window);
    case "trail": return desk.trail(ask.from, ask.reach);
    case "refine": return desk.refine(ask.box, ask.touches, ask.radius);
    case "cells": return desk.cells(ask.box, ask.side);
    case "same": return desk.same(ask.box);
    case "hold":
      held = hold(crop, size, ask.boxes);
      return true;
    case "follow": return follow(crop, size, held);
  }
}

/** Rows of numbers change hands instead of being copied. */
function transferable(value: unknown): Transferable[] {
  if (typeof ImageBitmap !== "undefined" && value instanceof ImageBitmap) return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((one) => (ArrayBuffer.isView(one) && one.buffer instanceof ArrayBuffer ? [one.buffer] : []));
}

self.onmessage = ({ data }: MessageEvent<Asked>) => {
  let told: Answer;
  sharp = data.sharp;
  try {
    told = { id: data.id, value: answer(data.ask), failed: false };
  } catch {
    told = { id: data.id, value: null, failed: true };
  }
  sharp?.bitmap.close();
  sharp = null;
  self.postMessage(told, { transfer: transferable(told.value) });
};
