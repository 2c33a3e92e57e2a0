// The magic wand: from each touched pixel on, all that is connected and looks like it.
import { fillHoles, pixelAt, type Crop } from "./pixels";
import type { Touch } from "./types";

/** Holes up to this share of what was found are noise. */
const HOLES = 0.02;

export function wand(crop: Crop, touches: readonly Touch[], tolerance: number): Uint8Array {
  const mask = new Uint8Array(crop.width * crop.height);
  const taken = new Uint8Array(mask.length);
  for (const { at, inside } of touches) {
    const [x, y] = pixelAt(crop, at);
    const found = flood(crop, x, y, tolerance);
    for (let index = 0; index < mask.length; index += 1) {
      if (!found[index]) continue;
      mask[index] = inside ? 1 : 0;
      taken[index] = inside ? 0 : 1;
    }
  }
  const area = mask.reduce((sum, one) => sum + one, 0);
  fillHoles(mask, crop.width, crop.height, Math.max(4, Math.round(area * HOLES)), (at) => taken[at] === 1);
  return mask;
}

/** Row by row: a run is filled as far as it goes, then what lies above and below it is looked at. */
function flood({ width, height, data }: Crop, x0: number, y0: number, tolerance: number): Uint8Array {
  const found = new Uint8Array(width * height);
  const [red, green, blue] = around(data, width, height, x0, y0);
  const like = (at: number) => {
    const i = at * 4;
    return Math.abs((data[i] as number) - red) <= tolerance && Math.abs((data[i + 1] as number) - green) <= tolerance && Math.abs((data[i + 2] as number) - blue) <= tolerance;
  };
  const stack = [y0 * width + x0];
  found[y0 * width + x0] = 1;
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const row = at - (at % width);
    let left = at;
    while (left > row && (found[left - 1] || like(left - 1))) {
      left -= 1;
      found[left] = 1;
    }
    let right = at;
    while (right < row + width - 1 && (found[right + 1] || like(right + 1))) {
      right += 1;
      found[right] = 1;
    }
    for (const other of [row > 0 ? -width : 0, row < (height - 1) * width ? width : 0]) {
      if (other === 0) continue;
      for (let next = left + other; next <= right + other; next += 1) {
        if (found[next] || !like(next)) continue;
        found[next] = 1;
        stack.push(next);
      }
    }
  }
  return found;
}

/** The colour of a pixel and its neighbours, so that a speck of noise does not decide. */
function around(data: Uint8ClampedArray, width: number, height: number, x0: number, y0: number): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  let many = 0;
  for (let y = Math.max(0, y0 - 1); y <= Math.min(height - 1, y0 + 1); y += 1) {
    for (let x = Math.max(0, x0 - 1); x <= Math.min(width - 1, x0 + 1); x += 1) {
      const at = (y * width + x) * 4;
      for (let part = 0; part < 3; part += 1) sum[part as 0] += data[at + part] as number;
      many += 1;
    }
  }
  return [sum[0] / many, sum[1] / many, sum[2] / many];
}
