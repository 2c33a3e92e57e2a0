// Words of the shim that stand within a log, in the reader's language. They are kept in English, as all that a log holds.
import type { T } from "@/i18n";

/** What the shim says of the log itself (crates/jobs/src/log/write.rs); anything else is shown as it was said. */
export function shimWord(t: T, text: string): string {
  if (text === "the log is full; of what follows the last lines stand here in the end") return t("jobs.log.word_full");
  if (text === "the log is full; what follows is left out") return t("jobs.log.word_over");
  const gap = /^(\d+) bytes are left out here; the last lines follow$/.exec(text);
  if (gap?.[1]) return t("jobs.log.word_gap", { bytes: Number(gap[1]) });
  const lost = /^lines between (\S+) and (\S+) were lost: the log could not be written$/.exec(text);
  if (lost?.[1] && lost[2]) return t("jobs.log.word_lost", { from: lost[1], to: lost[2] });
  return text;
}
