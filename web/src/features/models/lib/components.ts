// Components over all judged boards, at any threshold.
import type { Judged } from "./judged";

export type ComponentRow = { name: string; sound: number; overkilled: number; faulty: number; escaped: number; named: number; most: number | null };

/** By name; those of which nobody can say what is true are not counted. */
export function componentRows(pictures: readonly Judged[], threshold: number): ComponentRow[] {
  const rows = new Map<string, ComponentRow>();
  for (const one of pictures.flatMap((picture) => picture.components)) {
    if (!one.truth) continue;
    const row = rows.get(one.name) ?? { name: one.name, sound: 0, overkilled: 0, faulty: 0, escaped: 0, named: 0, most: null };
    const score = Math.fround(one.score);
    const told = score >= threshold;
    if (one.truth === "ok") {
      row.sound += 1;
      if (told) row.overkilled += 1;
      row.most = Math.max(row.most ?? 0, one.score);
    } else {
      row.faulty += 1;
      if (!told) row.escaped += 1;
      else if (one.state === one.truth) row.named += 1;
    }
    rows.set(one.name, row);
  }
  return [...rows.values()].sort((a, b) => b.escaped - a.escaped || b.overkilled - a.overkilled || a.name.localeCompare(b.name, undefined, { numeric: true }));
}
