// What is wrong with a recipe, and why a verdict is what it is, in people's words.
import { hasKey, type T } from "@/i18n";
import type { RecipeFault, RecipeReason } from "@/api/contract";
import { sayForm } from "./recipeForm";

export function sayFault(t: T, fault: RecipeFault): string {
  const params: Readonly<Record<string, unknown>> = fault.params;
  if (fault.code === "form") return t("recipes.fault.form", { why: sayForm(t, String(params.why ?? fault.detail)) });
  const key = `recipes.fault.${fault.code}`;
  return hasKey(key) ? t(key, { ...fault.params }) : fault.detail;
}

const plain = (value: RecipeReason["measured"]): string => {
  if (typeof value === "number") return String(Math.round(value * 1e4) / 1e4);
  return Array.isArray(value) ? value.join(", ") : (value ?? "");
};

/** Where: the rule, or else the step; with what it is about. */
export function placeOf(reason: RecipeReason): string {
  const about = [reason.of, reason.region].filter(Boolean).join(", ");
  return `${reason.rule ?? reason.step}${about ? ` (${about})` : ""}`;
}

export function sayReason(t: T, reason: RecipeReason): string {
  const key = `recipes.reason.${reason.kind}`;
  const what = [hasKey(key) ? t(key) : reason.kind, reason.what].filter(Boolean).join(" · ");
  const [measured, limit] = [plain(reason.measured), plain(reason.limit)];
  if (measured === "") return what;
  return `${what}: ${limit === "" ? t("recipes.reasons.value", { measured }) : t("recipes.reasons.against", { measured, limit })}`;
}
