// Bulk labels and how to take them back: each picture gets what it had before, marked regions too.
import { bulkAnnotate, getAnnotation, putAnnotation } from "@/api/pictures";
import type { Annotation, Id, Picture, Verdict } from "@/api/contract";

export type Label = { verdict: Verdict | null; class_id: Id | null };

export function groupByLabel(pictures: readonly Picture[]): { label: Label; ids: Id[] }[] {
  const groups = new Map<string, { label: Label; ids: Id[] }>();
  for (const picture of pictures) {
    const label: Label = { verdict: picture.verdict, class_id: picture.class_ids[0] ?? null };
    const key = `${label.verdict ?? ""}/${label.class_id ?? ""}`;
    const group = groups.get(key) ?? { label, ids: [] };
    group.ids.push(picture.id);
    groups.set(key, group);
  }
  return [...groups.values()];
}

const AT_ONCE = 500;
const LANES = 4;

export async function labelAll(project: Id, ids: readonly Id[], label: Label): Promise<void> {
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    await bulkAnnotate(project, { ids: ids.slice(from, from + AT_ONCE), verdict: label.verdict, class_id: label.class_id });
  }
}

async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** Labels the pictures; answers with what puts everything back. */
export async function labelWithUndo(project: Id, pictures: readonly Picture[], label: Label): Promise<() => Promise<void>> {
  // Good takes regions away, so those are kept here; without regions the list itself says what was.
  const marked: Annotation[] = [];
  await each(pictures.filter((one) => one.regions > 0), async (one) => {
    marked.push((await getAnnotation(one.id)).value);
  });
  await labelAll(project, pictures.map((one) => one.id), label);
  return async () => {
    for (const group of groupByLabel(pictures.filter((one) => one.regions === 0))) await labelAll(project, group.ids, group.label);
    await each(marked, async ({ picture_id, verdict, class_id, regions }) => {
      const { etag } = await getAnnotation(picture_id);
      await putAnnotation(picture_id, { verdict, class_id, regions }, etag);
    });
  };
}
