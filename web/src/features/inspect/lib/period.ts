// Spans of time that people ask for. In the address stands the word, so that "today" stays today.
export const periods = ["today", "day", "week", "month"] as const;
export type Period = (typeof periods)[number];

export const periodOf = (text: string | undefined): Period | undefined => periods.find((one) => one === text);

const HOURS: Record<Exclude<Period, "today">, number> = { day: 24, week: 24 * 7, month: 24 * 30 };

/** Where the span begins; whole minutes, so that asking again is asking the same. */
export function fromOf(period: Period, now: Date): string {
  if (period === "today") return new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString();
  const minute = Math.floor(now.getTime() / 60_000) * 60_000;
  return new Date(minute - HOURS[period] * 3_600_000).toISOString();
}
