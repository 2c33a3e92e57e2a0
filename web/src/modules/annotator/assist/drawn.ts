// Drawn pictures with their masks, the same in every run: what helpers are tried on, in tests and in the bench.
import { cropSize, type Crop, type Cropper } from "./pixels";
import type { Size } from "../types";

export type Drawn = { readonly size: Size; readonly data: Uint8ClampedArray; readonly mask: Uint8Array };
export type Kind = "plain" | "soft" | "textured" | "thin";

/** Numbers from 0 up to 1. */
export function chance(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** One thing on a ground: a wobbly blob, with hard or soft edge, with texture of its own, or a long thin scratch. */
export function draw(kind: Kind, seed: number, size: Size = { width: 320, height: 240 }): Drawn {
  const next = chance(seed + kind.length * 1000);
  const { width, height } = size;
  const [cx, cy] = [width * (0.4 + 0.2 * next()), height * (0.4 + 0.2 * next())];
  const [rx, ry] = kind === "thin" ? [width * 0.3, height * 0.022] : [width * (0.12 + 0.1 * next()), height * (0.12 + 0.12 * next())];
  const turn = next() * Math.PI;
  const waves = Array.from({ length: 3 }, (_, index) => ({ many: index + 2, deep: 0.16 * next(), from: 6.3 * next() }));
  const ground = [110 + 60 * next(), 110 + 60 * next(), 110 + 60 * next()];
  const colour = ground.map((one) => one + (next() < 0.5 ? -1 : 1) * (kind === "textured" ? 6 : 45 + 25 * next()));
  const noise = kind === "textured" ? 6 : 10;
  const slope = 0.12 * (next() - 0.5);
  const mask = new Uint8Array(width * height);
  const data = new Uint8ClampedArray(width * height * 4);
  const soft = kind === "soft" ? 6 : 1;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [dx, dy] = [x + 0.5 - cx, y + 0.5 - cy];
      const [u, v] = [(dx * Math.cos(turn) + dy * Math.sin(turn)) / rx, (-dx * Math.sin(turn) + dy * Math.cos(turn)) / ry];
      const angle = Math.atan2(v, u);
      const edge = kind === "thin" ? 1 : 1 + waves.reduce((sum, one) => sum + one.deep * Math.sin(one.many * angle + one.from), 0);
      // Pixels inside of the edge, below nothing outside.
      const deep = (edge - Math.hypot(u, v)) * Math.min(rx, ry);
      const share = Math.min(1, Math.max(0, deep / soft + 0.5));
      const at = y * width + x;
      mask[at] = deep >= 0 ? 1 : 0;
      const stripes = kind === "textured" ? 38 * (Math.sin(x * 1.1) * share + 0.15 * Math.sin(y * 0.9)) : 0;
      for (let part = 0; part < 3; part += 1) {
        const plain = (ground[part] as number) * (1 - share) + (colour[part] as number) * share + slope * (x - width / 2);
        data[at * 4 + part] = plain + stripes + noise * (next() + next() - 1) * 1.5;
      }
      data[at * 4 + 3] = 255;
    }
  }
  return { size, data, mask };
}

/** Crops of such a picture, averaged where they are smaller. */
export function cropperOf({ size, data }: Pick<Drawn, "size" | "data">): Cropper {
  return (box, most): Crop => {
    const { width, height } = cropSize(box, most);
    const out = new Uint8ClampedArray(width * height * 4);
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        const [left, right] = [box.x + Math.floor((column * box.w) / width), box.x + Math.max(1, Math.ceil(((column + 1) * box.w) / width))];
        const [top, bottom] = [box.y + Math.floor((row * box.h) / height), box.y + Math.max(1, Math.ceil(((row + 1) * box.h) / height))];
        const sum = [0, 0, 0];
        let many = 0;
        for (let y = top; y < Math.min(size.height, bottom); y += 1) {
          for (let x = left; x < Math.min(size.width, right); x += 1) {
            for (let part = 0; part < 3; part += 1) sum[part] = (sum[part] as number) + (data[(y * size.width + x) * 4 + part] as number);
            many += 1;
          }
        }
        for (let part = 0; part < 3; part += 1) out[(row * width + column) * 4 + part] = many > 0 ? (sum[part] as number) / many : 0;
        out[(row * width + column) * 4 + 3] = 255;
      }
    }
    return { box, width, height, data: out };
  };
}

/** How well a patch and a mask of the whole picture agree, 0 to 1. */
export function overlap(patch: { x: number; y: number; w: number; h: number; data: Uint8Array } | null, mask: Uint8Array, width: number): number {
  const all = mask.reduce((sum, one) => sum + one, 0);
  if (!patch) return 0;
  let [both, own] = [0, 0];
  for (let y = 0; y < patch.h; y += 1) {
    for (let x = 0; x < patch.w; x += 1) {
      if (!patch.data[y * patch.w + x]) continue;
      own += 1;
      both += mask[(patch.y + y) * width + patch.x + x] as number;
    }
  }
  return both / Math.max(1, own + all - both);
}
