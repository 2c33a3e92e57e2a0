// Painting into masks: a stroke is a thick line with round ends.
import { boundsOf } from "./geometry";
import { bounds, pack, unpack, type Patch } from "./rle";
import type { Box, Point, Rle, Size } from "./types";

/** The pixels that a stroke can touch, within the picture; null when it lies outside. */
export function strokeBox(points: readonly Point[], radius: number, size: Size): Box | null {
  const box = boundsOf(points);
  const left = Math.max(0, Math.floor(box.x - radius));
  const top = Math.max(0, Math.floor(box.y - radius));
  const right = Math.min(size.width, Math.ceil(box.x + box.w + radius));
  const bottom = Math.min(size.height, Math.ceil(box.y + box.h + radius));
  return right > left && bottom > top ? { x: left, y: top, w: right - left, h: bottom - top } : null;
}

function union(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return { x, y, w: Math.max(a.x + a.w, b.x + b.w) - x, h: Math.max(a.y + a.h, b.y + b.h) - y };
}

/** Sets every pixel whose centre is within `radius` of the stroke. */
function stamp(patch: Patch, points: readonly Point[], radius: number, value: 0 | 1): void {
  const reach = radius * radius;
  points.forEach((a, index) => {
    const b = points[index + 1] ?? (points.length === 1 ? a : undefined);
    if (!b) return;
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const long = dx * dx + dy * dy;
    const top = Math.max(patch.y, Math.floor(Math.min(a[1], b[1]) - radius));
    const bottom = Math.min(patch.y + patch.h - 1, Math.ceil(Math.max(a[1], b[1]) + radius));
    const left = Math.max(patch.x, Math.floor(Math.min(a[0], b[0]) - radius));
    const right = Math.min(patch.x + patch.w - 1, Math.ceil(Math.max(a[0], b[0]) + radius));
    for (let y = top; y <= bottom; y += 1) {
      for (let x = left; x <= right; x += 1) {
        const [px, py] = [x + 0.5 - a[0], y + 0.5 - a[1]];
        const at = long === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / long));
        const [ex, ey] = [px - at * dx, py - at * dy];
        if (ex * ex + ey * ey <= reach) patch.data[(y - patch.y) * patch.w + (x - patch.x)] = value;
      }
    }
  });
}

/** The mask with the stroke added; null when nothing was touched and there was nothing before. */
export function paint(before: Rle | null, points: readonly Point[], radius: number, size: Size): Rle | null {
  const box = strokeBox(points, radius, size);
  if (!box) return before;
  const old = before ? bounds(before) : null;
  const whole = old ? union(old, box) : box;
  const patch = before ? unpack(before, whole) : { ...whole, data: new Uint8Array(whole.w * whole.h) };
  stamp(patch, points, radius, 1);
  const after = pack(patch, size);
  return bounds(after) ? after : null;
}

/** The mask without the stroke; null when nothing is left. */
export function erase(before: Rle, points: readonly Point[], radius: number): Rle | null {
  const old = bounds(before);
  if (!old) return null;
  const patch = unpack(before, old);
  stamp(patch, points, radius, 0);
  const after = pack(patch, before);
  return bounds(after) ? after : null;
}

/** Moves a mask by whole pixels; what would leave the picture stops at its edge. */
export function moveMask(rle: Rle, dx: number, dy: number): Rle {
  const box = bounds(rle);
  if (!box) return rle;
  const patch = unpack(rle, box);
  const x = Math.min(rle.width - box.w, Math.max(0, box.x + Math.round(dx)));
  const y = Math.min(rle.height - box.h, Math.max(0, box.y + Math.round(dy)));
  return pack({ ...patch, x, y }, rle);
}
