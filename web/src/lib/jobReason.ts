// Why a job is in its state, in words.
import type { JobHappening, JobWhy } from "@/api/jobs";
import { hasKey, type T } from "@/i18n";
import { sayCode } from "./say";

/** With the number that a program ended with, which its author knows the meaning of. */
export function reasonOf(t: T, { reason }: Pick<JobHappening, "reason">): string | null {
  if (!reason) return null;
  const said = sayCode(t, reason.code, reason.detail, reason.params);
  const { code } = reason.params;
  return reason.code === "job.step_failed" && typeof code === "number" ? t("jobs.page.exit_code", { said, code }) : said;
}

/** Why it waits. By its code in the chosen language; why it was paused or fell back is a reason like any other. */
export function sayWhy(t: T, why: Pick<JobWhy, "code" | "detail" | "params">): string {
  const key = `jobs.why.${why.code.replace(/^wait\./, "")}`;
  if (why.code.startsWith("wait.") && hasKey(key)) return t(key as never, why.params as never);
  return sayCode(t, why.code, why.detail, why.params);
}
