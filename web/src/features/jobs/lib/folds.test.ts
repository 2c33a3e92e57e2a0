import { describe, expect, it } from "vitest";
import { randomOf } from "@/test/random";
import { countOf, hiddenOf, placeOf, rowAt, type Span } from "./folds";

describe("folded phases", () => {
  it("leave their first line, and what is not in one", () => {
    const hidden = hiddenOf([{ first: 2, last: 4 }]);
    expect([0, 1, 2, 3, 4].map((place) => rowAt(hidden, place))).toEqual([0, 1, 2, 5, 6]);
    expect([2, 3, 4, 5].map((row) => placeOf(hidden, row))).toEqual([2, 2, 2, 3]);
  });

  it("show every row once that no folded phase hides, however they lie", () => {
    for (let seed = 0; seed < 60; seed += 1) {
      const random = randomOf(seed);
      const total = 40;
      // As phases lie: within each other or apart.
      const closed: Span[] = [];
      for (let at = Math.floor(random() * 4); at < total; ) {
        const last = Math.min(total - 1, at + Math.floor(random() * 9));
        if (random() < 0.6) closed.push({ first: at, last });
        if (random() < 0.5 && last > at + 2) closed.push({ first: at + 1, last: last - 1 });
        at = last + 1 + Math.floor(random() * 3);
      }
      const hidden = hiddenOf(closed);
      const gone = new Set(closed.flatMap(({ first, last }) => Array.from({ length: last - first }, (_, i) => first + 1 + i)));
      const rows = Array.from({ length: total }, (_, row) => row).filter((row) => !gone.has(row));
      expect(total - countOf(hidden)).toBe(rows.length);
      expect(rows.map((_, place) => rowAt(hidden, place))).toEqual(rows);
      expect(rows.map((row) => placeOf(hidden, row))).toEqual(rows.map((_, place) => place));
    }
  });
});
