// What several pages of the account share: the rule of passwords, and what the server says about one.
import { Problem } from "@/api/problem";
import { hasKey, type T } from "@/i18n";
import { sayCode } from "@/lib/say";

export const SHORTEST = 8;
export const LONGEST = 128;
export const longEnough = (password: string): boolean => [...password].length >= SHORTEST;

/** The sentence for one field of a refused request, if the refusal is about that field. */
export function wrongIn(t: T, error: unknown, field: string): string | undefined {
  const code = error instanceof Problem ? error.fields[field] : undefined;
  if (!code) return undefined;
  const sentence = sayCode(t, code, code);
  return /^field\.too_(short|long)$/.test(code) && /password|new/.test(field) ? `${sentence} · ${t("account.setup.rule")}` : sentence;
}

/** What the way back from a provider says in the address; only refusals that we have a sentence for, not what anybody writes there. */
export function brought(params: URLSearchParams): Problem | null {
  const code = params.get("problem");
  return code && hasKey(`error.${code}`) ? new Problem(400, { code }) : null;
}
