// The rows of the wizard for users: what is typed, what is sent, what the server says about each field.
import type { NewUser, RowProblem } from "@/api/people";
import type { T } from "@/i18n";
import { sayCode } from "@/lib/say";

export const MOST = 10;
export const fields = ["nickname", "name", "phone", "mail", "note"] as const;
export type FieldName = (typeof fields)[number];
export type Row = Record<FieldName, string> & { key: number; password: string };
export type UsersDraft = { rows: Row[]; by: "link" | "password"; roles: string[]; groups: string[] };

export const emptyRow = (key: number): Row => ({ key, nickname: "", name: "", phone: "", mail: "", note: "", password: "" });
export const emptyUsers: UsersDraft = { rows: [emptyRow(0)], by: "link", roles: [], groups: [] };
export const withoutPasswords = (draft: UsersDraft): UsersDraft => ({ ...draft, rows: draft.rows.map((row) => ({ ...row, password: "" })) });
export const addRow = (rows: readonly Row[]): Row[] =>
  rows.length >= MOST ? [...rows] : [...rows, emptyRow(Math.max(-1, ...rows.map((row) => row.key)) + 1)];

/** Without roles while they are not chosen yet: the server then looks at the other fields only. */
export function bodyOf(draft: UsersDraft, withRoles: boolean): NewUser[] {
  return draft.rows.map((row) => ({
    name: row.name.trim(),
    nickname: row.nickname.trim(),
    phone: row.phone.trim(),
    mail: row.mail.trim(),
    note: row.note.trim(),
    ...(draft.by === "password" ? { password: row.password } : {}),
    ...(withRoles ? { role_ids: draft.roles, group_ids: draft.groups } : {}),
  }));
}

const ruled = ["name", "nickname", "phone", "mail", "note", "password"] as const;
type Ruled = (typeof ruled)[number];
const isRuled = (field: string): field is Ruled => (ruled as readonly string[]).includes(field);

/** What is wrong with a field, and how it ought to be. Twice in these rows and taken in the database are different things. */
export function sayProblem(t: T, { field, code }: Pick<RowProblem, "field" | "code">): string {
  if (code === "field.duplicate") return t("people.rule.twice");
  const said = sayCode(t, code, code);
  const sentence = said.charAt(0).toUpperCase() + said.slice(1);
  const shape = code === "field.invalid" || code === "field.too_long" || code === "field.too_short";
  return shape && isRuled(field) ? `${sentence} · ${t(`people.rule.${field}`)}` : sentence;
}

/** On which step of the wizard a field stands. */
export const stepOf = (field: string): number => (field === "role_ids" || field === "group_ids" ? 1 : 0);
