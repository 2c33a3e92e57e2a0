// How much alike parts of the picture are by what the server's backbone tells of its places (see `GET /pictures/{id}/features`). Pure functions.
import type { Found } from "./types";
import type { Box } from "../types";

/** Rows of numbers for the places of a picture, `step` pixels apart, all numbers of a place together. */
export type FeatureMap = {
  readonly columns: number;
  readonly rows: number;
  readonly channels: number;
  readonly stepX: number;
  readonly stepY: number;
  readonly values: Int8Array;
};
/** How much alike the box is, moved by whole places; `column`, `row`: where it lies itself. */
export type Likeness = { readonly columns: number; readonly rows: number; readonly column: number; readonly row: number; readonly values: Float32Array };

const HEAD_BYTES = 24;
/** Steps come as 32-bit floats: a box at the edge may seem to lie a little outside. */
const SLIP = 1e-3;
/** Part that features have in what is said of a place; less where a box covers fewer places than can tell a shape. */
const SHARE = 0.5;
const ENOUGH_PLACES = 4;

/** Null where these bytes are no map. */
export function readFeatures(bytes: ArrayBuffer): FeatureMap | null {
  if (bytes.byteLength < HEAD_BYTES) return null;
  const head = new DataView(bytes);
  const magic = String.fromCharCode(...new Uint8Array(bytes, 0, 4));
  const [columns, rows, channels] = [head.getUint16(4, true), head.getUint16(6, true), head.getUint16(8, true)];
  const [stepX, stepY] = [head.getFloat32(12, true), head.getFloat32(16, true)];
  const many = columns * rows * channels;
  if (magic !== "FMP1" || many === 0 || bytes.byteLength !== HEAD_BYTES + many || !(stepX > 0) || !(stepY > 0)) return null;
  return { columns, rows, channels, stepX, stepY, values: new Int8Array(bytes, HEAD_BYTES) };
}

type Span = { readonly first: number; readonly shares: readonly number[] };

/** The places that a stretch covers, and the part of it in each; all parts make one. */
export function spanOf(from: number, to: number): Span {
  const first = Math.floor(from + SLIP);
  const last = Math.max(first, Math.ceil(to - SLIP) - 1);
  const parts = Array.from({ length: last - first + 1 }, (_, at) => Math.max(0, Math.min(to, first + at + 1) - Math.max(from, first + at)));
  const sum = parts.reduce((all, one) => all + one, 0);
  return { first, shares: parts.map((one) => (sum > 0 ? one / sum : 1 / parts.length)) };
}

type Shifts = { readonly count: number; readonly own: number; readonly halves: readonly [Span, Span] };

/** By how many places a stretch can be moved within so many; null where it does not lie within. */
function shiftsOf(from: number, to: number, places: number): Shifts | null {
  if (from < 0 || to > places + SLIP || to <= from) return null;
  const own = Math.floor(from + SLIP);
  const [low, high] = [Math.max(0, from - own), to - own];
  const middle = (low + high) / 2;
  return { count: own + Math.floor(places - to + SLIP) + 1, own, halves: [spanOf(low, middle), spanOf(middle, high)] };
}

/** Means along rows, for each of the shifts. */
function alongRows({ columns, rows, channels, values }: FeatureMap, { first, shares }: Span, count: number): Float32Array {
  const out = new Float32Array(rows * count * channels);
  for (let row = 0; row < rows; row += 1) {
    for (let shift = 0; shift < count; shift += 1) {
      const to = (row * count + shift) * channels;
      for (let at = 0; at < shares.length; at += 1) {
        const share = shares[at] as number;
        const from = (row * columns + first + shift + at) * channels;
        for (let channel = 0; channel < channels; channel += 1) out[to + channel] = (out[to + channel] as number) + share * (values[from + channel] as number);
      }
    }
  }
  return out;
}

/** The cosine between what lies in the box, pooled over each of its quarters, and what lies there when it is moved. Null where the box is not on the map. */
export function likenessOf(map: FeatureMap, box: Box): Likeness | null {
  const across = shiftsOf(box.x / map.stepX, (box.x + box.w) / map.stepX, map.columns);
  const down = shiftsOf(box.y / map.stepY, (box.y + box.h) / map.stepY, map.rows);
  if (!across || !down) return null;
  const { channels } = map;
  const width = across.count * channels;
  const halves = across.halves.map((half) => alongRows(map, half, across.count));
  const pooled = (column: number, row: number, into: Float32Array): number => {
    into.fill(0);
    let to = 0;
    for (const { first, shares } of down.halves) {
      for (const half of halves) {
        for (let at = 0; at < shares.length; at += 1) {
          const share = shares[at] as number;
          const from = (row + first + at) * width + column * channels;
          for (let channel = 0; channel < channels; channel += 1) into[to + channel] = (into[to + channel] as number) + share * (half[from + channel] as number);
        }
        to += channels;
      }
    }
    let power = 0;
    for (let at = 0; at < into.length; at += 1) power += (into[at] as number) ** 2;
    return Math.sqrt(power);
  };
  const [pattern, there] = [new Float32Array(4 * channels), new Float32Array(4 * channels)];
  const strength = pooled(across.own, down.own, pattern);
  const values = new Float32Array(across.count * down.count);
  for (let row = 0; row < down.count; row += 1) {
    for (let column = 0; column < across.count; column += 1) {
      const power = strength * pooled(column, row, there);
      let dot = 0;
      for (let at = 0; at < there.length; at += 1) dot += (pattern[at] as number) * (there[at] as number);
      values[row * across.count + column] = power > 0 ? dot / power : 0;
    }
  }
  return { columns: across.count, rows: down.count, column: across.own, row: down.own, values };
}

/** Whether nothing beside a place is better; of equal ones the first. */
export function topOf(values: Float32Array, width: number, height: number, x0: number, y0: number): boolean {
  const here = values[y0 * width + x0] as number;
  for (let y = Math.max(0, y0 - 1); y <= Math.min(height - 1, y0 + 1); y += 1) {
    for (let x = Math.max(0, x0 - 1); x <= Math.min(width - 1, x0 + 1); x += 1) {
      const there = values[y * width + x] as number;
      if (there > here || (there === here && y * width + x < y0 * width + x0)) return false;
    }
  }
  return true;
}

/** The places that are most alike, best first, without the box itself. */
export function alikePlaces({ columns, rows, column, row, values }: Likeness, { stepX, stepY }: FeatureMap, least: number, most: number): Found[] {
  const found: Found[] = [];
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      const likeness = values[y * columns + x] as number;
      if (likeness < least || (x === column && y === row) || !topOf(values, columns, rows, x, y)) continue;
      found.push({ dx: (x - column) * stepX, dy: (y - row) * stepY, likeness });
    }
  }
  return found.sort((one, two) => two.likeness - one.likeness).slice(0, most);
}

/** How much alike the box is when it is moved by any number of pixels: what lies between places runs straight. */
export function likenessAt({ columns, rows, column, row, values }: Likeness, { stepX, stepY }: FeatureMap, { dx, dy }: Pick<Found, "dx" | "dy">): number {
  const [x, y] = [Math.min(columns - 1, Math.max(0, column + dx / stepX)), Math.min(rows - 1, Math.max(0, row + dy / stepY))];
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, below] = [Math.min(columns - 1, left + 1), Math.min(rows - 1, top + 1)];
  const at = (across: number, down: number) => values[down * columns + across] as number;
  const [above, under] = [at(left, top) * (left + 1 - x) + at(right, top) * (x - left), at(left, below) * (left + 1 - x) + at(right, below) * (x - left)];
  return above * (top + 1 - y) + under * (y - top);
}

/** What pixels and features say together, 0 to 1. */
export function together(pixels: number, features: number, { stepX, stepY }: FeatureMap, { w, h }: Box): number {
  const share = SHARE * Math.min(1, (w * h) / (stepX * stepY * ENOUGH_PLACES));
  return (1 - share) * Math.max(0, pixels) + share * Math.max(0, features);
}
