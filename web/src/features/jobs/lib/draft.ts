// What stands in the form of a new job, kept in this browser so that nothing is lost by a reload or by going elsewhere.
import { recall, remember } from "@/lib/remember";
import { emptyForm, type JobForm } from "./form";

/** As a form, or as the text of a file that somebody works on. */
export type Draft = { form: JobForm; /** Null: the form counts. */ text: string | null };

/** Each user's own: a browser may be shared. */
const nameOf = (user: string, part = "") => `new-job${part}.${user}`;

function load(name: string): Draft | null {
  try {
    const kept = JSON.parse(recall(name) ?? "null") as Partial<Draft> | null;
    if (!kept || typeof kept !== "object" || typeof kept.form !== "object") return null;
    return { form: { ...emptyForm, ...kept.form }, text: typeof kept.text === "string" ? kept.text : null };
  } catch {
    return null;
  }
}

export const loadDraft = (user: string): Draft | null => load(nameOf(user));
export const keepDraft = (user: string, draft: Draft | null): void => remember(nameOf(user), JSON.stringify(draft));

/** What was worked on before an earlier job was taken up, so that one can have it back. */
export const loadBefore = (user: string): Draft | null => load(nameOf(user, ".before"));
export const keepBefore = (user: string, draft: Draft | null): void => remember(nameOf(user, ".before"), JSON.stringify(draft));
