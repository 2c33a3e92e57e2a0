// The page's end of the helpers' thread. The thread begins with the first question. It is sent a picture when something is asked of it, and as
// soon as it opens where something was asked of the one before, so that nobody who goes from picture to picture waits for it.
import type { Patch } from "../rle";
import type { Box, Size } from "../types";
import { wholeBox } from "./pixels";
import type { Assist, PartOf, Touch } from "./types";
import { isCut, most, refineWindow, trailWindow, wandWindow, wider } from "./windows";
import type { Answer, Ask, Asked, Sharp } from "./worker";

const whole = ({ width, height }: Size): Box => ({ x: 0, y: 0, w: width, h: height });

type Waiting = { resolve: (value: unknown) => void };

/** Null where the browser has no threads or cannot draw in them. */
export function makeAssist(start: () => Worker): (Assist & { end(): void }) | null {
  if (typeof Worker === "undefined" || typeof OffscreenCanvas === "undefined" || typeof createImageBitmap === "undefined") return null;
  let worker: Worker | null = null;
  let serial = 0;
  /** `map`: of its places, told to the thread once it is needed. */
  let picture: { image: CanvasImageSource; size: Size; partOf: PartOf | null; sent: Promise<unknown> | null; map: ArrayBuffer | null; told: boolean } | null = null;
  const waiting = new Map<number, Waiting>();

  const begun = (): Worker => {
    if (worker) return worker;
    worker = start();
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      waiting.get(data.id)?.resolve(data.failed ? null : data.value);
      waiting.delete(data.id);
    };
    // A thread that broke down answers nothing any more: the next question starts another.
    worker.onerror = () => {
      for (const one of waiting.values()) one.resolve(null);
      waiting.clear();
      worker?.terminate();
      worker = null;
      if (picture) Object.assign(picture, { sent: null, told: false });
    };
    return worker;
  };
  const send = (ask: Ask, transfer: Transferable[] = [], sharp: Sharp | null = null): Promise<unknown> =>
    new Promise((resolve) => {
      serial += 1;
      waiting.set(serial, { resolve });
      begun().postMessage({ id: serial, ask, sharp } satisfies Asked, transfer);
    });
  let asked = false;
  const prepare = (about: NonNullable<typeof picture>): Promise<unknown> => {
    about.sent ??= createImageBitmap(about.image as ImageBitmapSource).then((bitmap) => {
      if (about === picture) return send({ what: "picture", bitmap, size: about.size }, [bitmap]);
      // Another one lies there by now, and may have been sent already.
      bitmap.close();
      return null;
    });
    return about.sent;
  };
  /** `window`: the part that the answer is in; of a picture that is held in small it is fetched as sharp as it is needed, and where that fails, what is held does. */
  const ask = async <T>(question: Ask, window: (size: Size) => Box = whole, pixels = 0): Promise<T | null> => {
    const about = picture;
    if (!about) return null;
    asked = true;
    const [sharp] = await Promise.all([pixels > 0 ? sharpOf(about, window(about.size), pixels) : null, prepare(about)]);
    return put(about, question, sharp);
  };
  const sharpOf = async (about: NonNullable<typeof picture>, window: Box, pixels: number): Promise<Sharp | null> => {
    try {
      const part = about === picture && about.partOf ? await about.partOf(window, pixels) : null;
      return part && { bitmap: await createImageBitmap(part.image as ImageBitmapSource), box: part.box };
    } catch {
      return null;
    }
  };
  const put = async <T>(about: NonNullable<typeof picture>, question: Ask, sharp: Sharp | null): Promise<T | null> => {
    // Another picture came: nobody waits for this any more.
    if (about !== picture) {
      sharp?.bitmap.close();
      return null;
    }
    if (question.what === "same" && about.map && !about.told) {
      about.told = true;
      // A copy: whoever comes back to the picture needs it again.
      void send({ what: "describe", map: about.map });
    }
    const value = (await send(question, sharp ? [sharp.bitmap] : [], sharp)) as T | null;
    return about === picture ? value : null;
  };
  let wands = 0;
  /** Of a picture that is held in small: first in all of it, then with finer pixels around what was found, unless it was asked anew meanwhile. */
  const wand = async (touches: readonly Touch[], tolerance: number): Promise<Patch | null> => {
    const about = picture;
    wands += 1;
    const mine = wands;
    const coarse = await ask<Patch>({ what: "wand", touches, tolerance, window: null });
    if (!about?.partOf || !coarse) return coarse;
    for (let window = wandWindow(coarse, touches, about.size); about === picture && mine === wands; window = wider(window, about.size)) {
      const sharp = await sharpOf(about, window, most.wand);
      if (!sharp) return about === picture ? coarse : null;
      const fine = await put<Patch>(about, { what: "wand", touches, tolerance, window }, sharp);
      if (!fine || !isCut(fine, window, about.size)) return fine;
    }
    return null;
  };

  return {
    begin(image, size, partOf = null) {
      picture = { image, size, partOf, sent: null, map: null, told: false };
      const opened = picture;
      // What cannot be read ahead is told when it is asked for.
      if (asked) {
        prepare(opened).catch(() => {
          opened.sent = null;
        });
      }
      asked = false;
    },
    describe(map) {
      if (picture) Object.assign(picture, { map, told: false });
    },
    look: (look) => ask({ what: "look", look }),
    wand,
    trail: (from, reach) => ask({ what: "trail", from, reach }, (size) => trailWindow(from, reach, size), most.trail),
    refine: (box, touches, radius) => ask({ what: "refine", box, touches, radius }, (size) => refineWindow(box, touches, size), most.refine),
    cells: (box, side) => ask({ what: "cells", box, side }, (size) => wholeBox(box, size), most.cells),
    same: (box) => ask({ what: "same", box }),
    hold: (boxes) => ask({ what: "hold", boxes }),
    follow: () => ask({ what: "follow" }),
    end() {
      worker?.terminate();
      worker = null;
      for (const one of waiting.values()) one.resolve(null);
      waiting.clear();
    },
  };
}
