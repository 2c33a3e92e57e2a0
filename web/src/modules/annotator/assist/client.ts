// The page's end of the helpers' thread. The thread begins with the first question. It is sent a picture when something is asked of it, and as
// soon as it opens where something was asked of the one before, so that nobody who goes from picture to picture waits for it.
import type { Size } from "../types";
import type { Assist } from "./types";
import type { Answer, Ask, Asked } from "./worker";

type Waiting = { resolve: (value: unknown) => void };

/** Null where the browser has no threads or cannot draw in them. */
export function makeAssist(start: () => Worker): (Assist & { end(): void }) | null {
  if (typeof Worker === "undefined" || typeof OffscreenCanvas === "undefined" || typeof createImageBitmap === "undefined") return null;
  let worker: Worker | null = null;
  let serial = 0;
  /** `map`: of its places, told to the thread once it is needed. */
  let picture: { image: CanvasImageSource; size: Size; sent: Promise<unknown> | null; map: ArrayBuffer | null; told: boolean } | null = null;
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
  const send = (ask: Ask, transfer: Transferable[] = []): Promise<unknown> =>
    new Promise((resolve) => {
      serial += 1;
      waiting.set(serial, { resolve });
      begun().postMessage({ id: serial, ask } satisfies Asked, transfer);
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
  const ask = async <T>(question: Ask): Promise<T | null> => {
    const about = picture;
    if (!about) return null;
    asked = true;
    await prepare(about);
    // Another picture came: nobody waits for this any more.
    if (about !== picture) return null;
    if (question.what === "same" && about.map && !about.told) {
      about.told = true;
      // A copy: whoever comes back to the picture needs it again.
      void send({ what: "describe", map: about.map });
    }
    const value = (await send(question)) as T | null;
    return about === picture ? value : null;
  };

  return {
    begin(image, size) {
      picture = { image, size, sent: null, map: null, told: false };
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
    wand: (touches, tolerance) => ask({ what: "wand", touches, tolerance }),
    trail: (from, reach) => ask({ what: "trail", from, reach }),
    refine: (box, touches, radius) => ask({ what: "refine", box, touches, radius }),
    cells: (box, side) => ask({ what: "cells", box, side }),
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
