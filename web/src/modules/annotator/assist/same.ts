// Where else in the picture something looks like this: normalised correlation, first on a small copy, then exactly where that was high; and
// where the features of places are known, where those are alike, too.
import { alikePlaces, likenessAt, likenessOf, together, topOf, type FeatureMap } from "./features";
import { cropSize, greyOf, wholeBox, type Crop, type Cropper } from "./pixels";
import type { Found } from "./types";
import type { Box, Size } from "../types";

/** Pixels of the pattern on the small copy, and on the one that decides. */
const SMALL_PATTERN = 170;
const EXACT_PATTERN = 900;
const MOST_PIXELS = 700_000;
/** Less like it than this is nothing at all. */
export const LEAST_LIKENESS = 0.3;
/** On the small copy everything is a little less alike. */
const SLACK = 0.2;
const MOST_FOUND = 400;
/** Two places that share more than this of their area are one. */
const SHARED = 0.3;
/** Places that are looked at for their features: as many as can be answered for while one waits. */
const LEAST_ALIKE = 0.35;
const MOST_PLACES = 60;

/** `features`: null where they are not known; then the pixels alone tell. */
export function same(crop: Cropper, size: Size, pattern: Box, features: FeatureMap | null = null): Found[] {
  const box = wholeBox(pattern, size);
  const whole: Box = { x: 0, y: 0, w: size.width, h: size.height };
  const shrink = Math.min(1, Math.sqrt(SMALL_PATTERN / (box.w * box.h)), Math.sqrt(MOST_PIXELS / (size.width * size.height)));
  const small = crop(whole, Math.max(1, Math.floor(size.width * size.height * shrink * shrink)));
  const candidates = peaks(small, box);
  const exact = candidates.map((one) => (shrink < 1 ? sharpen(crop, size, box, one, Math.ceil(1 / shrink) + 1) : one));
  const told = features ? withFeatures(crop, size, box, exact, features) : exact;
  return apart(told.filter((one) => one.likeness >= LEAST_LIKENESS), box);
}

/** Places that pixels or features found, by what both say of them. */
function withFeatures(crop: Cropper, size: Size, box: Box, byPixels: readonly Found[], features: FeatureMap): readonly Found[] {
  const alike = likenessOf(features, box);
  if (!alike) return byPixels;
  const inside = ({ dx, dy }: Found) => box.x + dx >= 0 && box.y + dy >= 0 && box.x + box.w + dx <= size.width && box.y + box.h + dy <= size.height;
  const score = (one: Found): Found => ({ ...one, likeness: together(one.likeness, likenessAt(alike, features, one), features, box) });
  const around = Math.ceil(Math.max(features.stepX, features.stepY) / 2) + 1;
  const better = (one: Found, two: Found) => (two.likeness > one.likeness ? two : one);
  // Pixels that are not alike anywhere near tell nothing of where exactly it lies: then it stays.
  const more = alikePlaces(alike, features, LEAST_ALIKE, MOST_PLACES)
    .filter(inside)
    .map((one) => better(score(sharpen(crop, size, box, one, 0)), score(sharpen(crop, size, box, one, around))));
  return [...byPixels.map(score), ...more];
}

export type Grey = { values: Float32Array; width: number; height: number };
export const greyCrop = (crop: Crop): Grey => ({ values: greyOf(crop), width: crop.width, height: crop.height });

/** A pattern with its mean taken away, and how strong it is. */
export function patternOf({ values, width }: Grey, x0: number, y0: number, w: number, h: number): { values: Float32Array; power: number } {
  const out = new Float32Array(w * h);
  let sum = 0;
  for (let y = 0; y < h; y += 1) for (let x = 0; x < w; x += 1) sum += out[y * w + x] = values[(y0 + y) * width + x0 + x] as number;
  let power = 0;
  for (let at = 0; at < out.length; at += 1) {
    out[at] = (out[at] as number) - sum / out.length;
    power += (out[at] as number) ** 2;
  }
  return { values: out, power };
}

export function correlation(grey: Grey, x0: number, y0: number, w: number, h: number, pattern: { values: Float32Array; power: number }): number {
  let [dot, sum, squares] = [0, 0, 0];
  for (let y = 0; y < h; y += 1) {
    let at = (y0 + y) * grey.width + x0;
    let own = y * w;
    for (let x = 0; x < w; x += 1, at += 1, own += 1) {
      const value = grey.values[at] as number;
      dot += value * (pattern.values[own] as number);
      sum += value;
      squares += value * value;
    }
  }
  const power = squares - (sum * sum) / (w * h);
  return power <= 1e-3 || pattern.power <= 1e-3 ? 0 : dot / Math.sqrt(power * pattern.power);
}

/** The best places of the small copy: none has a better one beside it. */
function peaks(small: Crop, box: Box): Found[] {
  const grey = greyCrop(small);
  const by = small.width / small.box.w;
  const [w, h] = [Math.max(3, Math.round(box.w * by)), Math.max(3, Math.round(box.h * by))];
  const [columns, rows] = [grey.width - w + 1, grey.height - h + 1];
  if (columns < 1 || rows < 1) return [];
  const [px, py] = [Math.min(columns - 1, Math.round(box.x * by)), Math.min(rows - 1, Math.round(box.y * by))];
  const pattern = patternOf(grey, px, py, w, h);
  const likeness = new Float32Array(columns * rows);
  for (let y = 0; y < rows; y += 1) for (let x = 0; x < columns; x += 1) likeness[y * columns + x] = correlation(grey, x, y, w, h, pattern);
  const found: Found[] = [];
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      const here = likeness[y * columns + x] as number;
      if (here < LEAST_LIKENESS - SLACK || !topOf(likeness, columns, rows, x, y)) continue;
      found.push({ dx: (x - px) / by, dy: (y - py) / by, likeness: here });
    }
  }
  return found.sort((one, two) => two.likeness - one.likeness).slice(0, MOST_FOUND);
}

/** The same with more pixels, so many of the picture around a place. */
function sharpen(crop: Cropper, size: Size, box: Box, found: Found, around: number): Found {
  const shrink = Math.min(1, Math.sqrt(EXACT_PATTERN / (box.w * box.h)));
  const place = wholeBox({ ...box, x: box.x + found.dx, y: box.y + found.dy }, size, around);
  const take = (one: Box) => {
    const { width, height } = cropSize(one, one.w * one.h * shrink * shrink);
    return greyCrop(crop(one, width * height));
  };
  const own = take(box);
  const other = take(place);
  const [w, h] = [Math.min(own.width, other.width), Math.min(own.height, other.height)];
  const pattern = patternOf(own, 0, 0, w, h);
  let best: Found = { ...found, likeness: -1 };
  const [stepX, stepY] = [place.w / other.width, place.h / other.height];
  for (let y = 0; y + h <= other.height; y += 1) {
    for (let x = 0; x + w <= other.width; x += 1) {
      const likeness = correlation(other, x, y, w, h, pattern);
      if (likeness > best.likeness) best = { dx: place.x + x * stepX - box.x, dy: place.y + y * stepY - box.y, likeness };
    }
  }
  return best;
}

/** Of places that share much the better one; the pattern itself is not found. */
function apart(found: readonly Found[], box: Box): Found[] {
  const shares = (one: Found, two: { dx: number; dy: number }) => {
    const [x, y] = [box.w - Math.abs(one.dx - two.dx), box.h - Math.abs(one.dy - two.dy)];
    return x > 0 && y > 0 && x * y > SHARED * box.w * box.h;
  };
  const kept: Found[] = [];
  for (const one of [...found].sort((a, b) => b.likeness - a.likeness)) {
    if (!shares(one, { dx: 0, dy: 0 }) && !kept.some((two) => shares(one, two))) kept.push(one);
  }
  return kept;
}
