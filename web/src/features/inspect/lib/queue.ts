// The queue of the recheck: what waits, in which order, what was decided here, and how to take it back.
import type { Class, Id, Record_ } from "@/api/contract";
import type { RecheckBody } from "@/api/records";
import { saidTexts } from "@/lib/texts";

/** An OK this near below its threshold is doubtful. */
export const DOUBT = 0.8;

export function isDoubtful(record: Pick<Record_, "verdict" | "score">, threshold: number | undefined): boolean {
  return record.verdict === "ok" && threshold !== undefined && record.score >= threshold * DOUBT;
}

export type Decision = { verdict: "ok" | "ng"; class_id: Id | null; texts?: string[]; to_dataset: boolean };
export type Decided = ReadonlyMap<Id, Decision>;

/** Where to go from here: the next one that waits, else one before it, else nowhere. */
export function nextWaiting(queue: readonly Pick<Record_, "id">[], decided: Decided, from: Id | null): Id | null {
  const at = queue.findIndex((one) => one.id === from);
  const waits = (one: Pick<Record_, "id">) => !decided.has(one.id) && one.id !== from;
  return (queue.slice(at + 1).find(waits) ?? queue.slice(0, Math.max(0, at)).find(waits))?.id ?? null;
}

/** What is said of this record; without a picture there is nothing to put into the data set. */
export function decisionOn(record: Pick<Record_, "picture" | "texts">, verdict: "ok" | "ng", class_id: Id | null, keep: boolean, fixes: readonly string[] | null = null): Decision {
  const texts = saidTexts(record.texts, fixes, verdict);
  return { verdict, class_id, ...(texts ? { texts } : {}), to_dataset: keep && record.picture };
}

/** What to send to make a record as it was before. */
export function undoBody(before: Record_): RecheckBody {
  return before.recheck
    ? { verdict: before.recheck.verdict, class_id: before.recheck.class_id, ...(before.recheck.texts ? { texts: before.recheck.texts } : {}), to_dataset: false }
    : { verdict: null, to_dataset: false };
}

/** The class that a bad one gets when nobody names one: what the model said, where the project knows it as a defect. */
export function ngClass(record: Pick<Record_, "class">, classes: readonly Class[]): Id | null {
  const bad = classes.filter((one) => !one.good);
  const told = bad.find((one) => one.name === record.class);
  return told?.id ?? (bad.length === 1 ? (bad[0]?.id ?? null) : null);
}

/** Defect classes by digit, 1 to 9. */
export const byDigit = (classes: readonly Class[]): Class[] =>
  classes.filter((one) => !one.good).sort((a, b) => a.position - b.position).slice(0, 9);
