// A line of text along a circle: three points on its middle and its height, in pixels. As `fovea_domain::text::TextArc` lays it.
import type { TextArc } from "@/api/contract";

export type At = readonly [number, number];

/** Three points whose triangle is flatter than this part of its longest side are a straight line. */
const FLAT = 1e-3;
/** Laid flat, no line is longer or has more pixels: points nearly in a row, told in a wrong order, lie on a circle far outside. */
const LONGEST = 1e5;
const MOST_PIXELS = 5e7;
const CORNERS = 24;

const pair = ([x = 0, y = 0]: readonly number[]): At => [x, y];
const far = (a: At, b: At) => Math.hypot(b[0] - a[0], b[1] - a[1]);

type Laid = { at: (along: number, down: number) => At; length: number; radius: number };

function laid(arc: TextArc): Laid {
  const [a, b, c] = [pair(arc.start), pair(arc.middle), pair(arc.end)];
  const chord = Math.max(far(a, c), far(a, b));
  const twice = 2 * (a[0] * (b[1] - c[1]) + b[0] * (c[1] - a[1]) + c[0] * (a[1] - b[1]));
  if (Math.abs(twice) <= 2 * FLAT * chord * chord) {
    const length = far(a, c);
    const [dx, dy] = [(c[0] - a[0]) / Math.max(length, 1e-9), (c[1] - a[1]) / Math.max(length, 1e-9)];
    const at = (along: number, down: number): At => {
      const below = (down - 0.5) * arc.height;
      return [a[0] + along * length * dx - below * dy, a[1] + along * length * dy + below * dx];
    };
    return { at, length, radius: Infinity };
  }
  const square = (p: At) => p[0] * p[0] + p[1] * p[1];
  const x = (square(a) * (b[1] - c[1]) + square(b) * (c[1] - a[1]) + square(c) * (a[1] - b[1])) / twice;
  const y = (square(a) * (c[0] - b[0]) + square(b) * (a[0] - c[0]) + square(c) * (b[0] - a[0])) / twice;
  const angle = (p: At) => Math.atan2(p[1] - y, p[0] - x);
  const turn = 2 * Math.PI;
  const on = (p: At) => (((angle(p) - angle(a)) % turn) + turn) % turn;
  // Clockwise the top of the text is outside, and inside the other way round.
  const sweep = on(b) <= on(c) ? on(c) : on(c) - turn;
  const radius = far([x, y], a);
  const at = (along: number, down: number): At => {
    const r = radius - (down - 0.5) * arc.height * Math.sign(sweep);
    const now = angle(a) + along * sweep;
    return [x + r * Math.cos(now), y + r * Math.sin(now)];
  };
  return { at, length: radius * Math.abs(sweep), radius };
}

/** Around it: its top from where it begins, and its bottom back. */
export function outlineOf(arc: TextArc): [number, number][] {
  const { at } = laid(arc);
  const along = Array.from({ length: CORNERS + 1 }, (_, i) => i / CORNERS);
  return [...along.map((u) => at(u, 0)), ...[...along].reverse().map((u) => at(u, 1))].map(([x, y]) => [x, y]);
}

/** As the server sees it: long enough and not too long, and no higher than its circle has room for. */
export function isSound(arc: TextArc, least: number): boolean {
  const { length, radius } = laid(arc);
  const long = length >= 1 && length <= LONGEST && length * arc.height <= MOST_PIXELS;
  return arc.height >= least && long && radius > arc.height / 2 + 1;
}

/** Of three clicks, with a height to begin with. */
export function arcOf([start, middle, end]: readonly [At, At, At], least: number): TextArc {
  const height = Math.max(least, Math.round(far(start, end) / 8));
  return { start: [...start], middle: [...middle], end: [...end], height };
}
