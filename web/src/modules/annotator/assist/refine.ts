// A box around a thing becomes its outline: colours inside and outside are learned in turn with the cheapest cut between them
// (GrabCut, Rother, Kolmogorov and Blake 2004). Touches that the person made are kept to.
import { GridCut } from "./cut";
import { Mixture } from "./mixture";
import { fillHoles, pixelAt, type Crop } from "./pixels";
import type { Touch } from "./types";
import type { Box } from "../types";

const ROUNDS = 4;
/** How much neighbours of the same colour belong together. */
const TOGETHER = 50;
const SURE = 1e6;
const HOLES = 0.02;
const [OUT, IN, FIXED_OUT, FIXED_IN] = [0, 1, 2, 3];

/** `radius`: of a touch, in pixels of the picture. */
export function refine(crop: Crop, box: Box, touches: readonly Touch[], radius: number): Uint8Array {
  const { width, height, data } = crop;
  const state = new Uint8Array(width * height).fill(FIXED_OUT);
  const [left, top] = pixelAt(crop, [box.x, box.y]);
  const [right, bottom] = pixelAt(crop, [box.x + box.w - 1e-6, box.y + box.h - 1e-6]);
  for (let y = top; y <= bottom; y += 1) state.fill(IN, y * width + left, y * width + right + 1);
  for (const touch of touches) dab(state, crop, touch, radius);
  // Nothing around the box: its own rim is then the best guess of what is outside.
  if (!state.some((one) => one === FIXED_OUT)) rim(state, width, height);
  const links = linksOf(crop);
  for (let round = 0; round < ROUNDS; round += 1) {
    const inside: number[] = [];
    const outside: number[] = [];
    state.forEach((one, at) => (one === IN || one === FIXED_IN ? inside : outside).push(at));
    if (inside.length === 0 || outside.length === 0) break;
    const [is, isNot] = [Mixture.of(data, inside), Mixture.of(data, outside)];
    const cut = new GridCut(width, height);
    cut.caps.set(links);
    for (let at = 0; at < state.length; at += 1) {
      if (state[at] === FIXED_IN) cut.ends[at] = SURE;
      else if (state[at] === FIXED_OUT) cut.ends[at] = -SURE;
      else cut.ends[at] = isNot.unlikely(data, at) - is.unlikely(data, at);
    }
    const side = cut.run();
    let changed = 0;
    for (let at = 0; at < state.length; at += 1) {
      if (state[at] === FIXED_IN || state[at] === FIXED_OUT || state[at] === side[at]) continue;
      state[at] = side[at] as number;
      changed += 1;
    }
    if (changed < state.length * 0.001) break;
  }
  const mask = state.map((one) => (one === IN || one === FIXED_IN ? 1 : 0));
  const area = mask.reduce((sum, one) => sum + one, 0);
  fillHoles(mask, width, height, Math.max(4, Math.round(area * HOLES)), (at) => state[at] === FIXED_OUT);
  return mask;
}

function dab(state: Uint8Array, crop: Crop, { at, inside }: Touch, radius: number): void {
  const [x0, y0] = pixelAt(crop, at);
  const reach = Math.max(1, Math.round((radius * crop.width) / crop.box.w));
  for (let y = Math.max(0, y0 - reach); y <= Math.min(crop.height - 1, y0 + reach); y += 1) {
    for (let x = Math.max(0, x0 - reach); x <= Math.min(crop.width - 1, x0 + reach); x += 1) {
      if ((x - x0) ** 2 + (y - y0) ** 2 <= reach * reach) state[y * crop.width + x] = inside ? FIXED_IN : FIXED_OUT;
    }
  }
}

function rim(state: Uint8Array, width: number, height: number): void {
  state.forEach((one, at) => {
    const x = at % width;
    const y = (at - x) / width;
    if (one === IN && (x < 2 || y < 2 || x >= width - 2 || y >= height - 2)) state[at] = OUT;
  });
}

/** What a cut between two neighbours costs: less where their colours differ, measured against how they differ on the whole. */
function linksOf({ width, height, data }: Crop): Float32Array {
  const apart = (one: number, other: number) => {
    let far = 0;
    for (let part = 0; part < 3; part += 1) far += ((data[one * 4 + part] as number) - (data[other * 4 + part] as number)) ** 2;
    return far;
  };
  // Right, down, and the two diagonals downwards; each fills the way back as well.
  const ways = [[0, 1, 0], [2, 0, 1], [4, 1, 1], [6, -1, 1]] as const;
  const each = (visit: (one: number, other: number, way: number, long: number) => void) => {
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        for (const [way, dx, dy] of ways) {
          if (x + dx < 0 || x + dx >= width || y + dy >= height) continue;
          visit(y * width + x, (y + dy) * width + x + dx, way, dx !== 0 && dy !== 0 ? Math.SQRT2 : 1);
        }
      }
    }
  };
  let [sum, many] = [0, 0];
  each((one, other) => {
    sum += apart(one, other);
    many += 1;
  });
  const beta = sum > 0 ? many / (2 * sum) : 0;
  const links = new Float32Array(width * height * 8);
  each((one, other, way, long) => {
    const dear = (TOGETHER / long) * Math.exp(-beta * apart(one, other));
    links[one * 8 + way] = dear;
    links[other * 8 + (way ^ 1)] = dear;
  });
  return links;
}
