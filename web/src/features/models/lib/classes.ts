import { isNg, type ClassResult, type Confusion, type Judged } from "./judged";

export type ClassRow = {
  name: string;
  bad: boolean;
  pictures: number;
  ok: number;
  ng: number;
  /** Share with the right verdict. */
  right: number;
  /** Of the class itself, from the evaluation; do not follow the threshold. */
  recall: number | null;
  precision: number | null;
  iou: number | null;
};

/** One row a true class at this threshold, good ones first, then by name. */
export function classTable(pictures: readonly Judged[], threshold: number, results: readonly ClassResult[]): ClassRow[] {
  const rows = new Map<string, ClassRow>();
  for (const picture of pictures) {
    if (picture.truth === null) continue;
    const key = `${picture.bad ? 1 : 0} ${picture.truth}`;
    const told = results.find((one) => one.name === picture.truth);
    const row = rows.get(key) ?? {
      name: picture.truth, bad: picture.bad, pictures: 0, ok: 0, ng: 0, right: 0,
      recall: told?.recall ?? null, precision: told?.precision ?? null, iou: told?.iou ?? null,
    };
    row.pictures += 1;
    if (isNg(picture, threshold)) row.ng += 1;
    else row.ok += 1;
    rows.set(key, row);
  }
  for (const row of rows.values()) row.right = (row.bad ? row.ng : row.ok) / row.pictures;
  return [...rows.entries()].sort(([a], [b]) => a.localeCompare(b)).map(([, row]) => row);
}

/** How many pictures of each class were called what; rows are the truth. `null` where the model tells no classes. */
export function confusionOf(pictures: readonly Judged[], known: readonly string[]): Confusion | null {
  const pairs = pictures.filter((one) => one.truth !== null && one.predicted !== null);
  if (pairs.length === 0) return null;
  const others = [...new Set(pairs.flatMap((one) => [one.truth ?? "", one.predicted ?? ""]))].filter((name) => !known.includes(name));
  const labels = [...known, ...others.sort()];
  const place = new Map(labels.map((label, i) => [label, i]));
  const matrix = labels.map(() => labels.map(() => 0));
  for (const one of pairs) {
    const row = matrix[place.get(one.truth ?? "") ?? -1];
    const column = place.get(one.predicted ?? "");
    if (row && column !== undefined) row[column] = (row[column] ?? 0) + 1;
  }
  return { labels, matrix };
}
