// Outlines become masks: a pixel is inside when its centre is (even-odd rule, as everywhere).
import { rleOf, type Rows, type Span } from "./mask";
import type { Point, Rle, Size } from "./types";

export function fillRings(rings: readonly (readonly Point[])[], size: Size): Rle | null {
  // Edges by the first row whose middle they cross.
  const rows: Rows = new Map();
  const cuts = new Map<number, number[]>();
  for (const ring of rings) {
    ring.forEach((a, index) => {
      const b = ring[(index + 1) % ring.length] as Point;
      if (a[1] === b[1]) return;
      const [top, bottom] = a[1] < b[1] ? [a, b] : [b, a];
      const first = Math.max(0, Math.ceil(top[1] - 0.5));
      const last = Math.min(size.height - 1, Math.ceil(bottom[1] - 0.5) - 1);
      for (let y = first; y <= last; y += 1) {
        const x = top[0] + ((y + 0.5 - top[1]) / (bottom[1] - top[1])) * (bottom[0] - top[0]);
        const row = cuts.get(y);
        if (row) row.push(x);
        else cuts.set(y, [x]);
      }
    });
  }
  for (const [y, all] of cuts) {
    all.sort((one, two) => one - two);
    const spans: Span[] = [];
    for (let at = 0; at + 1 < all.length; at += 2) {
      const from = Math.max(0, Math.ceil((all[at] as number) - 0.5));
      const to = Math.min(size.width, Math.ceil((all[at + 1] as number) - 0.5));
      const last = spans[spans.length - 1];
      if (from >= to) continue;
      if (last && from <= last[1]) last[1] = Math.max(last[1], to);
      else spans.push([from, to]);
    }
    if (spans.length > 0) rows.set(y, spans);
  }
  return rleOf(rows, size);
}
