// Which rows of a log are shown where some of its phases are folded: of a folded one its first line stays.

export type Span = { first: number; last: number };
/** Rows that are not shown, from `at` on; `before` counts those of earlier ones. */
export type Hidden = { at: number; count: number; before: number };

export function hiddenOf(closed: readonly Span[]): Hidden[] {
  const out: Hidden[] = [];
  for (const { first, last } of [...closed].sort((a, b) => a.first - b.first || b.last - a.last)) {
    const before = out[out.length - 1];
    const from = Math.max(first + 1, before ? before.at + before.count : 0);
    // One within a folded one is hidden already, its first line too.
    if (last < from) continue;
    if (before && from === before.at + before.count) before.count += last - from + 1;
    else out.push({ at: from, count: last - from + 1, before: before ? before.before + before.count : 0 });
  }
  return out;
}

export const countOf = (hidden: readonly Hidden[]): number => {
  const last = hidden[hidden.length - 1];
  return last ? last.before + last.count : 0;
};

/** The last of which this holds; it has to hold of all before it. */
function lastOf(hidden: readonly Hidden[], holds: (one: Hidden) => boolean): Hidden | undefined {
  let [low, high] = [0, hidden.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(hidden[middle] as Hidden)) low = middle + 1;
    else high = middle;
  }
  return hidden[low - 1];
}

/** The row that is shown at a place of the list. */
export function rowAt(hidden: readonly Hidden[], place: number): number {
  const one = lastOf(hidden, ({ at, before }) => at - before <= place);
  return one ? place + one.before + one.count : place;
}

/** The place of a row in the list; of one that is hidden that of the line it is folded into. */
export function placeOf(hidden: readonly Hidden[], row: number): number {
  const one = lastOf(hidden, ({ at }) => at <= row);
  if (!one) return row;
  return row < one.at + one.count ? one.at - one.before - 1 : row - one.before - one.count;
}
