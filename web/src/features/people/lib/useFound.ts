// What the server found wrong with a form, field by field: from a dry run, or from a refusal.
import { useState } from "react";
import { Problem } from "@/api/problem";
import type { RowProblem } from "@/api/people";
import type { T } from "@/i18n";
import { sayCode } from "@/lib/say";

type Found = Pick<RowProblem, "field" | "code">;

function foundIn(error: unknown): Found[] {
  if (!(error instanceof Problem)) return [];
  if (error.code.endsWith(".name_taken")) return [{ field: "name", code: error.code }];
  return Object.entries(error.fields).map(([field, code]) => ({ field, code }));
}

export function useFound() {
  const [rows, set] = useState<Found[]>([]);
  return {
    rows,
    set,
    take: (error: unknown): Found[] => {
      const found = foundIn(error);
      set(found);
      return found;
    },
    /** The field was changed: what was said of it no longer holds. */
    touch: (fields: readonly string[]) => set((before) => (before.some((row) => fields.includes(row.field)) ? before.filter((row) => !fields.includes(row.field)) : before)),
  };
}

/** Rules of a name and of a description are said with what is wrong. */
export function sayFound(t: T, { field, code }: Found): string {
  const sentence = sayCode(t, code, code);
  if (!/^field\.(invalid|too_long|too_short)$/.test(code)) return sentence;
  return field === "name" ? `${sentence} · ${t("people.rule.title")}` : field === "description" ? `${sentence} · ${t("people.rule.note")}` : sentence;
}
