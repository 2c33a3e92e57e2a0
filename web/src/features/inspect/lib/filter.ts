import type { RecordFilter } from "@/api/records";
import { fromOf, periodOf } from "./period";

type Read = (name: string) => string | undefined;
const one = <T extends string>(all: readonly T[], text: string | undefined): T | undefined => all.find((value) => value === text);
const time = (text: string | undefined): string | undefined =>
  text !== undefined && !Number.isNaN(new Date(text).getTime()) ? new Date(text).toISOString() : undefined;

/** The records that the address asks for; words that make no sense are left out. */
export function filterOf(get: Read, now: Date): RecordFilter {
  const period = periodOf(get("period"));
  const filter: RecordFilter = {
    service_id: get("service"),
    verdict: one(["ok", "ng"], get("verdict")),
    class: get("class"),
    recheck: one(["none", "any", "ok", "ng"], get("recheck")),
    serial: get("serial"),
    asked: get("asked") === "yes" ? true : undefined,
    from: period ? fromOf(period, now) : time(get("from")),
    to: period ? undefined : time(get("to")),
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as RecordFilter;
}

export const FILTERS = ["service", "verdict", "class", "recheck", "serial", "asked", "period", "from", "to"] as const;
