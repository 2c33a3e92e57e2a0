import { hasKey, type T } from "@/i18n";
import { isRight } from "@/lib/rights";

const or = (t: T, key: string, otherwise: string): string => (hasKey(key) ? t(key) : otherwise);

/** What the server names and these pages know no word for, as of a newer server, is shown as it is. */
export const sayAction = (t: T, action: string): string => or(t, `audit.action.${action}`, action);
export const sayKind = (t: T, kind: string): string => or(t, `audit.kind.${kind}`, kind);
export const sayField = (t: T, field: string): string => or(t, `audit.field.${field}`, field);

/** A value in words: rights and states by their names, lists in a line, all else as it is. */
export function sayValue(t: T, field: string, value: unknown): string {
  if (value === undefined || value === null || value === "") return "–";
  if (typeof value === "boolean") return value ? t("audit.value.true") : t("audit.value.false");
  if (Array.isArray(value)) return value.length === 0 ? "–" : value.map((one) => sayValue(t, field, one)).join(" · ");
  if (typeof value === "object") return Object.entries(value).map(([key, inner]) => `${sayField(t, key)}: ${sayValue(t, key, inner)}`).join(", ");
  const text = String(value);
  if (isRight(text)) return t(`rights.name.${text}`);
  if (field === "state") return or(t, `people.state.${text}`, or(t, `common.state.${text}`, text));
  if (field === "roles" || field === "given" || field === "taken") return or(t, `people.preset.${text}`, text);
  return text;
}
