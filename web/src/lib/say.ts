// Turns a refusal into a sentence: by its code in the chosen language, with the params filled in, else the server's own detail.
import type { T } from "@/i18n";
import { words, type Key } from "../i18n/words";
import { Problem } from "../api/problem";

const isKey = (key: string): key is Key => key in words;

/** The params that a sentence needs: the names in its outer braces. */
export function needed(sentence: string): string[] {
  return [...sentence.matchAll(/\{\s*(\w+)\s*[,}]/g)].map((match) => match[1] ?? "");
}

export function sayCode(t: T, code: string, detail: string, params: Readonly<Record<string, unknown>> = {}): string {
  const key = `error.${code}`;
  if (!isKey(key)) return detail || t("error.unknown", { detail: code });
  // A list of refusals carries no params; what they say stands in the detail then.
  const filled: Record<string, unknown> = { ...params, detail };
  if (needed(words[key][0]).some((name) => filled[name] === undefined)) return detail || code;
  return t(key, filled);
}

export function say(t: T, error: unknown): string {
  if (error instanceof Problem) {
    const sentence = sayCode(t, error.code, error.detail, error.params);
    const reasons = new Set(Object.values(error.fields).map((code) => sayCode(t, code, code)));
    return reasons.size > 0 ? `${sentence} (${[...reasons].join("; ")})` : sentence;
  }
  return t("error.unknown", { detail: error instanceof Error ? error.message : String(error) });
}
