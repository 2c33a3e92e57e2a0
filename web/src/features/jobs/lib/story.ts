// What happened to a job, in words.
import type { JobHappening } from "@/api/jobs";
import { hasKey, type T } from "@/i18n";
import { sayCode } from "@/lib/say";

/** An event that is new to the pages keeps its own name. */
export function eventWord(t: T, event: string): string {
  const key = `jobs.event.${event}`;
  return hasKey(key) ? t(key as never) : event;
}

/** With the number that a program ended with, which its author knows the meaning of. */
export function reasonOf(t: T, { reason }: Pick<JobHappening, "reason">): string | null {
  if (!reason) return null;
  const said = sayCode(t, reason.code, reason.detail, reason.params);
  const { code } = reason.params;
  return reason.code === "job.step_failed" && typeof code === "number" ? t("jobs.page.exit_code", { said, code }) : said;
}

/** Each with the seconds until the next one; of the last one of a job that goes on none. */
export function withSpans(all: readonly JobHappening[]): (JobHappening & { lasted: number | null })[] {
  return all.map((one, index) => {
    const next = all[index + 1];
    return { ...one, lasted: next ? (Date.parse(next.at) - Date.parse(one.at)) / 1000 : null };
  });
}
