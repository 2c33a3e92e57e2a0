import type { T } from "@/i18n";

/** "A · B · C and others, 12 in all": a dialog says whom it is about. */
export function namesOf(t: T, names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).join(" · ");
  return names.length > most ? t("people.do.names_more", { names: shown, n: names.length }) : shown;
}
