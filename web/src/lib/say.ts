// Turns a refusal into a sentence: by its code in the chosen language, with the params filled in, else the server's own detail.
import { hasKey, i18n, type T } from "@/i18n";
import { Problem } from "../api/problem";

/** The params that a sentence needs: names in braces, also within the choices of another one. */
export function needed(sentence: string): string[] {
  const names = new Set<string>();
  let depth = 0;
  for (let at = 0; at < sentence.length; at += 1) {
    if (sentence[at] === "}") depth -= 1;
    if (sentence[at] !== "{") continue;
    depth += 1;
    // Of nested braces every other one holds words.
    const name = depth % 2 === 1 ? /^\s*(\w+)/.exec(sentence.slice(at + 1, at + 60))?.[1] : undefined;
    if (name) names.add(name);
  }
  return [...names];
}

export function sayCode(t: T, code: string, detail: string, params: Readonly<Record<string, unknown>> = {}): string {
  const key = `error.${code}`;
  if (!hasKey(key)) return detail || t("error.unknown", { detail: code });
  // A list of refusals carries no params; what they say stands in the detail then.
  const filled: Record<string, unknown> = { ...params, detail };
  // A reason with a code of its own is told in the chosen language as well.
  const { reason, reason_code: reasonCode, reason_params: reasonParams } = params;
  if (typeof reasonCode === "string") filled.reason = sayCode(t, reasonCode, String(reason ?? ""), (reasonParams ?? {}) as Record<string, unknown>);
  const sentence: unknown = i18n.getResource(i18n.language, "translation", key);
  if (needed(String(sentence)).some((name) => filled[name] === undefined)) return detail || code;
  return t(key, filled);
}

export function say(t: T, error: unknown): string {
  if (error instanceof Problem) {
    const sentence = sayCode(t, error.code, error.detail, error.params);
    // What the sentence says already is not said again.
    const codes = Object.values(error.fields).filter((code) => code !== error.params.reason_code);
    const reasons = new Set(codes.map((code) => sayCode(t, code, code)));
    return reasons.size > 0 ? `${sentence} (${[...reasons].join("; ")})` : sentence;
  }
  return t("error.unknown", { detail: error instanceof Error ? error.message : String(error) });
}
