// Between the picture that is shown and the reference picture in which regions are told.
import type { TextArc } from "@/api/contract";
import { corners, dragged, type Box, type Point } from "@/lib/drawn";

export { corners, dragged, type Box, type Point };
/** x' = m0 x + m1 y + m2, y' = m3 x + m4 y + m5; with nine numbers both are divided by m6 x + m7 y + m8 */
export type Mapping = readonly number[];

export const identity: Mapping = [1, 0, 0, 0, 1, 0];

/** No numbers behind the horizon of a part that is seen from aside. */
export const apply = (map: Mapping, [x, y]: Point): Point => {
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, h = 0, i = 1] = map;
  const depth = g * x + h * y + i;
  if (!(depth > 1e-6)) return [NaN, NaN];
  return [(a * x + b * y + c) / depth, (d * x + e * y + f) / depth];
};

/** Null where it cannot be undone. */
export function inverse(map: Mapping): Mapping | null {
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, h = 0, i = 1] = map;
  const [p, q, r] = [e * i - f * h, f * g - d * i, d * h - e * g];
  const det = a * p + b * q + c * r;
  if (!(Math.abs(det) >= 1e-9)) return null;
  return [p, c * h - b * i, b * f - c * e, q, a * i - c * g, c * d - a * f, r, b * g - a * h, a * e - b * d].map((v) => v / det);
}

/** How much larger things are seen at a place. */
function scaleAt(map: Mapping, [x, y]: Point): number {
  const [a = 1, b = 0, , d = 0, e = 1, , g = 0, h = 0, i = 1] = map;
  const [depth, [u, v]] = [g * x + h * y + i, apply(map, [x, y])];
  return Math.sqrt(Math.abs((a - u * g) * (e - v * h) - (b - u * h) * (d - v * g))) / depth;
}

/** A box drawn on the picture as one of the reference picture: the same middle and size, upright there. */
export function boxInFrame(box: Box, map: Mapping): Box | null {
  const back = inverse(map);
  if (!back) return null;
  const [x, y] = apply(back, [box[0] + box[2] / 2, box[1] + box[3] / 2]);
  const scale = scaleAt(map, [x, y]);
  const [w, h] = [box[2] / scale, box[3] / scale];
  const told: Box = [x - w / 2, y - h / 2, w, h];
  return told.every(Number.isFinite) ? rounded(told) : null;
}

/** Corners drawn on the picture as corners of the reference picture. */
export function pointsInFrame(points: readonly Point[], map: Mapping): Point[] | null {
  const back = inverse(map);
  const told = back && points.map((point) => apply(back, point).map((v) => Math.round(v * 10) / 10) as Point);
  return told?.every((point) => point.every(Number.isFinite)) ? told : null;
}

export const rounded = (box: Box): Box => box.map((v) => Math.round(v * 10) / 10) as Box;

export const isBox = (value: unknown): value is Box => Array.isArray(value) && value.length === 4 && value.every((v) => typeof v === "number");
export const isPolygon = (value: unknown): value is Point[] => Array.isArray(value) && value.every((p) => Array.isArray(p) && p.length === 2);

/** A line of text along a circle. */
export function isArc(value: unknown): value is TextArc {
  if (typeof value !== "object" || value === null) return false;
  const { start, middle, end, height } = value as Record<string, unknown>;
  return typeof height === "number" && [start, middle, end].every((p) => Array.isArray(p) && p.length === 2 && p.every((v) => typeof v === "number"));
}

/** A bow within a box to begin with: from its lower left over the middle of its top to its lower right. */
export function arcInBox([x, y, w, h]: Box): TextArc {
  const height = Math.max(1, Math.round(h / 4));
  const [top, bottom] = [y + height / 2, y + h - height / 2];
  return { start: [x, bottom], middle: [x + w / 2, top], end: [x + w, bottom], height };
}

/** The smallest upright box around points, in whole pixels. */
export function around(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [x, y] = [Math.floor(Math.min(...xs)), Math.floor(Math.min(...ys))];
  return [x, y, Math.ceil(Math.max(...xs)) - x, Math.ceil(Math.max(...ys)) - y];
}
