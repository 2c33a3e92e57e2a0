import { useCallback, useMemo, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import type { Job } from "@/api/contract";
import { getPhases, type LogOf, type LogPhase } from "@/api/jobs";
import { keys } from "@/api/keys";
import { useFormat } from "@/hooks/useFormat";
import { useTranslation } from "@/i18n";
import type { Head } from "../parts/LogLineView";
import { hiddenOf, type Hidden } from "./folds";

const POLL_MS = 3000;
const NONE: readonly LogPhase[] = [];
const NOTHING: ReadonlySet<number> = new Set();

export function usePhases(job: Job, of: LogOf, live: boolean, enabled: boolean): readonly LogPhase[] {
  const { rank, folded } = of;
  const query = { ...(rank === undefined ? {} : { rank }), ...(folded ? { folded } : {}) };
  const kept = JSON.stringify(query);
  const found = useQuery({
    queryKey: keys.logPhases(job.id, { live, attempt: job.attempt, kept }), queryFn: () => getPhases(job.id, query), refetchInterval: live ? POLL_MS : false, enabled,
    placeholderData: (before, last) => (last && (last.queryKey.at(-1) as { kept?: string }).kept === kept ? before : undefined),
  });
  return enabled ? (found.data ?? NONE) : NONE;
}

type Folds = { hidden: readonly Hidden[]; /** Folds all but the steps themselves, or opens all. */ all: (closed: boolean) => void };

/** Which phases are folded, and what stands at the first line of each: made only for lines in sight, for there may be thousands. */
export function useFolds(phases: readonly LogPhase[], total: number, /** By what lines are counted: another way has other numbers. */ counted: string, onToggle: () => void): { folds: Folds; headAt: (row: number) => Head | undefined } {
  const { t } = useTranslation();
  const format = useFormat();
  const [kept, setKept] = useState<{ counted: string; closed: ReadonlySet<number> }>({ counted, closed: NOTHING });
  const closed = kept.counted === counted ? kept.closed : NOTHING;
  const setClosed = useCallback((next: ReadonlySet<number>) => setKept({ counted, closed: next }), [counted]);
  const toggle = useCallback(
    (first: number) => {
      onToggle();
      setClosed(closed.has(first) ? new Set([...closed].filter((one) => one !== first)) : new Set([...closed, first]));
    },
    [closed, setClosed, onToggle],
  );
  const all = useCallback(
    (close: boolean) => {
      const inner = phases.filter((one) => one.kind !== "step");
      setClosed(new Set(close ? (inner.length > 0 ? inner : phases).map((one) => one.first) : []));
    },
    [phases, setClosed],
  );
  const byFirst = useMemo(() => new Map(phases.map((phase) => [phase.first, { phase, last: Math.min(phase.last ?? total - 1, total - 1) }])), [phases, total]);
  const hidden = useMemo(() => hiddenOf([...closed].flatMap((first) => (byFirst.has(first) ? [{ first, last: byFirst.get(first)?.last ?? first }] : []))), [byFirst, closed]);
  const headAt = useCallback(
    (row: number): Head | undefined => {
      const found = byFirst.get(row);
      if (!found) return undefined;
      const { phase, last } = found;
      const said = [t("jobs.log.lines", { n: Math.max(1, last - row + 1) })];
      if (phase.duration_ms !== null) said.push(phase.duration_ms < 1000 ? format.milliseconds(phase.duration_ms) : format.duration(phase.duration_ms / 1000));
      if (phase.signal !== null) said.push(t("jobs.log.phase_signal", { signal: phase.signal }));
      else if (phase.code !== null) said.push(t("jobs.log.phase_exit", { code: phase.code }));
      else if (phase.last === null) said.push(t("jobs.log.phase_open"));
      const bad = phase.signal !== null || (phase.code !== null && phase.code !== 0);
      return { name: phase.name, open: !closed.has(row), text: said.join(" · "), bad, toggle: last > row ? () => toggle(row) : undefined };
    },
    [byFirst, closed, toggle, t, format],
  );
  return { folds: { hidden, all }, headAt };
}
