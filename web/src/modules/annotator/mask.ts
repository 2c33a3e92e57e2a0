// Painting into masks, row by row: what a row holds is a list of spans, so that the work goes with what is painted and not
// with the size of the picture. A stroke is a thick line with round ends.
import { bounds, eachRun } from "./rle";
import type { Point, Rle, Size } from "./types";

/** First column and the one behind the last. */
export type Span = [from: number, to: number];
export type Rows = Map<number, Span[]>;

function rowsOf(rle: Rle): Rows {
  const rows: Rows = new Map();
  eachRun(rle, (y, x, length) => push(rows, y, [x, x + length]));
  return rows;
}

function push(rows: Rows, y: number, span: Span): void {
  const row = rows.get(y);
  if (row) row.push(span);
  else rows.set(y, [span]);
}

/** Does the pixel's centre lie within `radius` of the line from a to b? */
function touches(x: number, y: number, a: Point, b: Point, radius: number): boolean {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const long = dx * dx + dy * dy;
  const [px, py] = [x + 0.5 - a[0], y + 0.5 - a[1]];
  const at = long === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / long));
  const [ex, ey] = [px - at * dx, py - at * dy];
  return ex * ex + ey * ey <= radius * radius;
}

/** Where the row's middle crosses the thick line: its round ends and the rectangle between them. */
function crossing(middle: number, a: Point, b: Point, radius: number): Span | null {
  let [left, right] = [Infinity, -Infinity];
  const take = (x: number) => {
    left = Math.min(left, x);
    right = Math.max(right, x);
  };
  for (const [x, y] of [a, b]) {
    const rest = radius * radius - (middle - y) * (middle - y);
    if (rest < 0) continue;
    take(x - Math.sqrt(rest));
    take(x + Math.sqrt(rest));
  }
  const long = Math.hypot(b[0] - a[0], b[1] - a[1]);
  if (long > 0) {
    const [nx, ny] = [(-(b[1] - a[1]) / long) * radius, ((b[0] - a[0]) / long) * radius];
    const corners: Point[] = [[a[0] + nx, a[1] + ny], [b[0] + nx, b[1] + ny], [b[0] - nx, b[1] - ny], [a[0] - nx, a[1] - ny]];
    corners.forEach((one, index) => {
      const two = corners[(index + 1) % 4] ?? one;
      if (middle < Math.min(one[1], two[1]) || middle > Math.max(one[1], two[1]) || one[1] === two[1]) return;
      take(one[0] + ((middle - one[1]) / (two[1] - one[1])) * (two[0] - one[0]));
    });
  }
  return left <= right ? [left, right] : null;
}

/** The pixels whose centre is within `radius` of the stroke. */
function strokeRows(points: readonly Point[], radius: number, size: Size): Rows {
  const rows: Rows = new Map();
  points.forEach((a, index) => {
    const b = points[index + 1] ?? (points.length === 1 ? a : undefined);
    if (!b) return;
    const top = Math.max(0, Math.floor(Math.min(a[1], b[1]) - radius));
    const bottom = Math.min(size.height - 1, Math.ceil(Math.max(a[1], b[1]) + radius));
    for (let y = top; y <= bottom; y += 1) {
      const cut = crossing(y + 0.5, a, b, radius);
      if (!cut) continue;
      // Rounding decides about the outermost pixels only; those are asked.
      let [from, to] = [Math.ceil(cut[0] - 0.5) - 1, Math.floor(cut[1] - 0.5) + 2];
      while (from < to && !touches(from, y, a, b, radius)) from += 1;
      while (to > from && !touches(to - 1, y, a, b, radius)) to -= 1;
      from = Math.max(0, from);
      to = Math.min(size.width, to);
      if (from < to) push(rows, y, [from, to]);
    }
  });
  return rows;
}

/** In order, and none touching the next. */
function joined(spans: readonly Span[]): Span[] {
  const all = [...spans].sort((one, two) => one[0] - two[0]);
  const out: Span[] = [];
  for (const [from, to] of all) {
    const last = out[out.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}

function without(spans: readonly Span[], cuts: readonly Span[]): Span[] {
  let rest: Span[] = [...spans];
  for (const [from, to] of cuts) {
    rest = rest.flatMap(([a, b]): Span[] => (to <= a || from >= b ? [[a, b]] : [...(a < from ? [[a, from] as Span] : []), ...(to < b ? [[to, b] as Span] : [])]));
  }
  return rest;
}

/** As runs; spans of a row must be joined. Null when nothing is left. */
export function rleOf(rows: Rows, size: Size): Rle | null {
  const counts: number[] = [];
  let written = 0;
  for (const y of [...rows.keys()].sort((one, two) => one - two)) {
    for (const [from, to] of rows.get(y) ?? []) {
      const start = y * size.width + from;
      // A run goes on from the end of one row into the next.
      if (start === written && counts.length > 0) counts[counts.length - 1] = (counts[counts.length - 1] ?? 0) + to - from;
      else counts.push(start - written, to - from);
      written = y * size.width + to;
    }
  }
  if (counts.length === 0) return null;
  counts.push(size.width * size.height - written);
  return { width: size.width, height: size.height, counts };
}

/** The mask with the stroke added; null when nothing was touched and there was nothing before. */
export function paint(before: Rle | null, points: readonly Point[], radius: number, size: Size): Rle | null {
  const rows = before ? rowsOf(before) : new Map<number, Span[]>();
  for (const [y, spans] of strokeRows(points, radius, size)) rows.set(y, joined([...(rows.get(y) ?? []), ...spans]));
  return rleOf(rows, size);
}

/** The mask without the stroke; null when nothing is left. */
export function erase(before: Rle, points: readonly Point[], radius: number): Rle | null {
  const rows = rowsOf(before);
  for (const [y, spans] of strokeRows(points, radius, before)) {
    const row = rows.get(y);
    if (row) rows.set(y, without(row, joined(spans)));
  }
  return rleOf(rows, before);
}

/** All that is in one or the other. */
export function unite(one: Rle, other: Rle): Rle {
  const rows = rowsOf(one);
  for (const [y, spans] of rowsOf(other)) rows.set(y, joined([...(rows.get(y) ?? []), ...spans]));
  return rleOf(rows, one) ?? one;
}

/** What is in one and not in the other; null when nothing is left. */
export function subtract(one: Rle, other: Rle): Rle | null {
  const rows = rowsOf(one);
  for (const [y, spans] of rowsOf(other)) {
    const row = rows.get(y);
    if (row) rows.set(y, without(row, spans));
  }
  return rleOf(rows, one);
}

/** The part of a mask that lies on the left, or else on the right, of the line through two points. */
export function half(rle: Rle, a: Point, b: Point, left: boolean): Rle | null {
  const rows: Rows = new Map();
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  for (const [y, spans] of rowsOf(rle)) {
    const kept: Span[] = [];
    for (const [from, to] of spans) {
      let start = -1;
      for (let x = from; x <= to; x += 1) {
        const on = x < to && dx * (y + 0.5 - a[1]) - dy * (x + 0.5 - a[0]) < 0 === left;
        if (on && start < 0) start = x;
        if (!on && start >= 0) {
          kept.push([start, x]);
          start = -1;
        }
      }
    }
    if (kept.length > 0) rows.set(y, kept);
  }
  return rleOf(rows, rle);
}

/** Moves a mask by whole pixels; what would leave the picture stops at its edge. */
export function moveMask(rle: Rle, dx: number, dy: number): Rle {
  const box = bounds(rle);
  if (!box) return rle;
  const right = Math.min(rle.width - box.w - box.x, Math.max(-box.x, Math.round(dx)));
  const down = Math.min(rle.height - box.h - box.y, Math.max(-box.y, Math.round(dy)));
  const rows: Rows = new Map();
  eachRun(rle, (y, x, length) => push(rows, y + down, [x + right, x + right + length]));
  return rleOf(rows, rle) ?? rle;
}
