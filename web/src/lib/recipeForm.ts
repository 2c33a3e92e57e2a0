// What does not have the form in a recipe: the server tells it in the English words of its parser, which are taken apart here.
import type { T } from "@/i18n";

type Kind = "text" | "number" | "count" | "whole" | "yes_no" | "nothing" | "list" | "fields";

const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/^(a )?(string|str|text)\b/, "text"],
  [/^u(8|16|32|64|size)\b/, "count"],
  [/^i(8|16|32|64|size)\b/, "whole"],
  [/^(integer|floating point|f32|f64|(a )?number)\b/, "number"],
  [/^((a )?bool(ean)?|yes or no)\b/, "yes_no"],
  [/^(null|unit|empty)\b/, "nothing"],
  [/^((a )?(sequence|list)|an array|a tuple|tuple|array)\b/, "list"],
  [/^((a )?map|struct|fields)\b/, "fields"],
];

const kindOf = (words: string): Kind | undefined => KINDS.find(([form]) => form.test(words))?.[1];
const named = (words: string): string => [...words.matchAll(/`([^`]*)`/g)].map(([, name]) => name).join(", ");

/** In the reader's language; words that are not known stay as they are. */
export function sayForm(t: T, why: string): string {
  const field = /^(missing|unknown|duplicate) field `([^`]+)`/.exec(why);
  if (field) {
    const [, what, name = ""] = field;
    return t(what === "missing" ? "recipes.form.missing" : what === "unknown" ? "recipes.form.unknown" : "recipes.form.twice", { name });
  }
  const choice = /^unknown variant `([^`]*)`, expected (.*)/.exec(why);
  if (choice) return t("recipes.form.choice", { name: choice[1] ?? "", known: named(choice[2] ?? "") });
  const length = /^invalid length (\d+), expected \D*(\d+)/.exec(why);
  if (length) return t("recipes.form.length", { found: length[1] ?? "", wanted: length[2] ?? "" });
  const other = /^invalid (?:type|value): (.+), expected (.+?)(?: at line \d+ column \d+)?$/.exec(why) ?? /^it must hold (fields), but it is (.+)$/.exec(why);
  const [found, wanted] = why.startsWith("it must") ? [other?.[2], other?.[1]] : [other?.[1], other?.[2]];
  const [is, should] = [kindOf(found ?? ""), kindOf(wanted ?? "")];
  if (!is || !should) return why;
  const value = /["`](.*)["`]/.exec(found ?? "")?.[1];
  return t("recipes.form.type", { found: `${t(`recipes.form.kind.${is}`)}${value === undefined ? "" : ` ${value}`}`, wanted: t(`recipes.form.kind.${should}`) });
}
