// What happened to a job, in words.
import type { JobHappening } from "@/api/jobs";
import { hasKey, type T } from "@/i18n";

/** An event that is new to the pages keeps its own name. */
export function eventWord(t: T, event: string): string {
  const key = `jobs.event.${event}`;
  return hasKey(key) ? t(key as never) : event;
}

/** Each with the seconds until the next one; of the last one of a job that goes on none. */
export function withSpans(all: readonly JobHappening[]): (JobHappening & { lasted: number | null })[] {
  return all.map((one, index) => {
    const next = all[index + 1];
    return { ...one, lasted: next ? (Date.parse(next.at) - Date.parse(one.at)) / 1000 : null };
  });
}
