// What is read in a project, while it is set up; boxes in pixels of the picture that they are drawn on.
import type { Id, TextArc, TextPlan, TextTry } from "@/api/contract";
import { isSound } from "@/lib/textArc";
import type { Box } from "./layout";

export const SMALLEST = 6;
export const MOST = 64;
export const simpleChecks = ["gs1", "imei", "mod10", "mod11", "mod37"] as const;
export type SimpleCheck = (typeof simpleChecks)[number];
export const textTries: readonly TextTry[] = ["inverted", "stretched", "soft", "dots", "engraved"];
/** What costs little and hardly ever misleads; the others are for print that is known to be so. */
const usualTries: readonly TextTry[] = ["inverted", "stretched", "soft"];
export const turnings = ["0", "180", "all"] as const;
export type Turning = (typeof turnings)[number];
const degrees: Record<Turning, number[]> = { "0": [0], "180": [0, 180], all: [0, 90, 180, 270] };

export type Draft = {
  picture: Id | null;
  regions: Box[];
  /** Lines that are bent along a circle. */
  arcs: TextArc[];
  pattern: string;
  alphabet: string;
  expected: string;
  checks: SimpleCheck[];
  /** Format of a date that stands in it; empty: none. */
  date: string;
  /** Days that it may not be before and after, such as 2026-05-31 or today-30; empty: any. */
  not_before: string;
  not_after: string;
  /** Checks that the form has no field for; they stay. */
  others: string[];
  turned: Turning;
  tries: TextTry[];
};

export const emptyDraft: Draft = {
  picture: null, regions: [], arcs: [], pattern: "", alphabet: "", expected: "", checks: [], date: "", not_before: "", not_after: "", others: [], turned: "180", tries: [...usualTries],
};

const isSimple = (text: string): text is SimpleCheck => (simpleChecks as readonly string[]).includes(text);
const dateOf = (text: string): Pick<Draft, "date" | "not_before" | "not_after"> | null => {
  const [, date, not_before = "", not_after = ""] = /^date:([^:]+)(?::([^:]*)\.\.([^:]*))?$/.exec(text) ?? [];
  return date === undefined ? null : { date, not_before, not_after };
};
const isDay = (text: string): boolean => /^(\d{4}-\d{2}-\d{2}|today([+-]\d{1,6})?)?$/.test(text.trim());

export function draftOf(plan: TextPlan): Draft {
  const dates = plan.checks?.filter((one) => dateOf(one) !== null) ?? [];
  const dated = dates[0] === undefined ? null : dateOf(dates[0]);
  const same = (one: Turning) => degrees[one].join() === (plan.turns ?? []).join();
  return {
    picture: plan.picture_id,
    regions: (plan.regions ?? []).map(([x = 0, y = 0, w = 0, h = 0]) => [x, y, w, h]),
    arcs: [...(plan.arcs ?? [])],
    pattern: plan.pattern ?? "",
    alphabet: plan.alphabet ?? "",
    expected: plan.expected ?? "",
    checks: plan.checks?.filter(isSimple) ?? [],
    ...(dated ?? { date: "", not_before: "", not_after: "" }),
    others: plan.checks?.filter((one) => !isSimple(one) && one !== dates[0]) ?? [],
    turned: turnings.find(same) ?? "180",
    tries: [...(plan.tries ?? [])],
  };
}

export type Fault = { kind: "many" | "pattern" | "day" } | { kind: "small" | "bent"; n: number };

export function faultOf(draft: Draft): Fault | null {
  if (draft.regions.length > MOST || draft.arcs.length > MOST) return { kind: "many" };
  const small = draft.regions.findIndex(([, , w, h]) => w < SMALLEST || h < SMALLEST);
  if (small >= 0) return { kind: "small", n: small + 1 };
  const bent = draft.arcs.findIndex((arc) => !isSound(arc, SMALLEST));
  if (bent >= 0) return { kind: "bent", n: bent + 1 };
  if (draft.date.trim() && !(isDay(draft.not_before) && isDay(draft.not_after))) return { kind: "day" };
  // The server has the last word: it knows another form of them, without looking back or ahead.
  try {
    new RegExp(draft.pattern.trim(), "u");
  } catch {
    return { kind: "pattern" };
  }
  return null;
}

export function planOf(draft: Draft): TextPlan | null {
  if (draft.picture === null || faultOf(draft)) return null;
  const said = (text: string) => text.trim() || null;
  const date = draft.date.trim();
  const days = `${draft.not_before.trim()}..${draft.not_after.trim()}`;
  return {
    picture_id: draft.picture,
    regions: draft.regions.map((one) => [...one]),
    arcs: draft.arcs,
    pattern: said(draft.pattern),
    alphabet: said(draft.alphabet),
    expected: said(draft.expected),
    checks: [...draft.checks, ...(date ? [`date:${date}${days === ".." ? "" : `:${days}`}`] : []), ...draft.others],
    turns: degrees[draft.turned],
    tries: textTries.filter((one) => draft.tries.includes(one)),
  };
}
