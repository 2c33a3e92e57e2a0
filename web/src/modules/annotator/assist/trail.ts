// The lasso that follows edges: the cheapest ways from one point to all others around it, where going along strong edges is cheap
// (intelligent scissors, Mortensen and Barrett 1995: gradient, its direction, and length; without zero crossings).
import { greyOf, type Crop } from "./pixels";
import type { Trail } from "./types";
import type { Point } from "../types";

/** Right, left, down, up, then the diagonals; the way back is one number beside. */
export const WAYS: readonly (readonly [number, number])[] = [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, -1], [-1, 1], [1, -1]];
const ROOT_2 = Math.SQRT2;
/** Costs are whole numbers up to this, so that a ring of buckets is queue enough. */
const MOST_COST = 256;
const [GRADIENT, DIRECTION, LENGTH] = [0.55, 0.3, 0.15];

export function trailFrom(crop: Crop, x0: number, y0: number): Trail {
  const { width, height, box } = crop;
  const { strength, along } = edges(crop);
  const ways = new Int8Array(width * height).fill(-1);
  const cost = new Float64Array(width * height).fill(Infinity);
  const settled = new Uint8Array(width * height);
  const buckets: number[][] = Array.from({ length: MOST_COST + 1 }, () => []);
  const start = y0 * width + x0;
  cost[start] = 0;
  buckets[0]?.push(start);
  let waiting = 1;
  for (let now = 0; waiting > 0; now += 1) {
    const bucket = buckets[now % buckets.length] as number[];
    while (bucket.length > 0) {
      const at = bucket.pop() as number;
      waiting -= 1;
      if (settled[at]) continue;
      settled[at] = 1;
      const x = at % width;
      const y = (at - x) / width;
      for (let way = 0; way < 8; way += 1) {
        const [dx, dy] = WAYS[way] as readonly [number, number];
        const [nx, ny] = [x + dx, y + dy];
        if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue;
        const next = ny * width + nx;
        if (settled[next]) continue;
        const long = way < 4 ? 1 : ROOT_2;
        // Along the edge of both ends: one at the most where it goes straight along, and little where it crosses.
        const straight = (Math.abs(dx * (along[at * 2] as number) + dy * (along[at * 2 + 1] as number)) + Math.abs(dx * (along[next * 2] as number) + dy * (along[next * 2 + 1] as number))) / (2 * long);
        const dear = GRADIENT * (1 - (strength[next] as number)) + DIRECTION * (1 - straight) + LENGTH;
        const total = now + Math.max(1, Math.min(MOST_COST, Math.round(dear * long * (MOST_COST / ROOT_2))));
        if (total >= (cost[next] as number)) continue;
        cost[next] = total;
        ways[next] = way ^ 1;
        buckets[total % buckets.length]?.push(next);
        waiting += 1;
      }
    }
  }
  return { box, step: box.w / width, width, height, ways };
}

/** How strong the edge at each pixel is, 0 to 1, and in which direction it runs. */
function edges(crop: Crop): { strength: Float32Array; along: Float32Array } {
  const { width, height } = crop;
  const grey = blurred(greyOf(crop), width, height);
  const strength = new Float32Array(width * height);
  const along = new Float32Array(width * height * 2);
  for (let y = 0; y < height; y += 1) {
    const [up, down] = [Math.max(0, y - 1) * width, Math.min(height - 1, y + 1) * width];
    for (let x = 0; x < width; x += 1) {
      const [left, right] = [Math.max(0, x - 1), Math.min(width - 1, x + 1)];
      const g = (at: number) => grey[at] as number;
      const row = y * width;
      const gx = g(up + right) + 2 * g(row + right) + g(down + right) - g(up + left) - 2 * g(row + left) - g(down + left);
      const gy = g(down + left) + 2 * g(down + x) + g(down + right) - g(up + left) - 2 * g(up + x) - g(up + right);
      const long = Math.hypot(gx, gy);
      strength[row + x] = long;
      if (long > 0) {
        along[(row + x) * 2] = -gy / long;
        along[(row + x) * 2 + 1] = gx / long;
      }
    }
  }
  // Against the strongest of the window but a few; only the ridge of an edge counts in full.
  const sorted = Float32Array.from(strength).sort();
  const most = Math.max(20, sorted[Math.floor(sorted.length * 0.99)] as number);
  const ridge = new Float32Array(strength.length);
  for (let index = 0; index < strength.length; index += 1) {
    const x = index % width;
    const y = (index - x) / width;
    const [nx, ny] = [Math.round(along[index * 2 + 1] as number), Math.round(-(along[index * 2] as number))];
    const value = (px: number, py: number) => (px < 0 || py < 0 || px >= width || py >= height ? 0 : (strength[py * width + px] as number));
    const here = strength[index] as number;
    const top = here >= value(x + nx, y + ny) && here >= value(x - nx, y - ny);
    ridge[index] = Math.min(1, here / most) * (top ? 1 : 0.6);
  }
  return { strength: ridge, along };
}

function blurred(grey: Float32Array, width: number, height: number): Float32Array {
  const rows = new Float32Array(grey.length);
  const out = new Float32Array(grey.length);
  for (let at = 0; at < grey.length; at += 1) {
    const x = at % width;
    rows[at] = ((grey[x > 0 ? at - 1 : at] as number) + 2 * (grey[at] as number) + (grey[x < width - 1 ? at + 1 : at] as number)) / 4;
  }
  for (let at = 0; at < grey.length; at += 1) {
    out[at] = ((rows[at >= width ? at - width : at] as number) + 2 * (rows[at] as number) + (rows[at + width < grey.length ? at + width : at] as number)) / 4;
    if (height === 1) out[at] = rows[at] as number;
  }
  return out;
}

/** The way from the trail's point to a place of the picture; empty where the place lies outside of its window. */
export function wayTo(trail: Trail, [x, y]: Point): Point[] {
  const { box, width, height, ways } = trail;
  let column = Math.floor(((x - box.x) * width) / box.w);
  let row = Math.floor(((y - box.y) * height) / box.h);
  // The right and bottom side of the picture belong to the last pixel.
  if (x === box.x + box.w) column = width - 1;
  if (y === box.y + box.h) row = height - 1;
  if (column < 0 || row < 0 || column >= width || row >= height) return [];
  const points: Point[] = [];
  for (let left = width * height; left > 0; left -= 1) {
    points.push([box.x + ((column + 0.5) * box.w) / width, box.y + ((row + 0.5) * box.h) / height]);
    const way = WAYS[ways[row * width + column] as number];
    if (!way) break;
    column += way[0];
    row += way[1];
  }
  return points.reverse();
}
