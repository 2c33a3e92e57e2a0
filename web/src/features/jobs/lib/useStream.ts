import { useCallback, useEffect, useRef, useState } from "react";
import type { Id, LogStream } from "@/api/contract";
import { getLog, type LogOf } from "@/api/jobs";
import { earlier, later, nothing, type FetchStream, type Sifted } from "./streams";

const fetchOf = (job: Id, stream: LogStream, of: LogOf): FetchStream => (from, before, limit) => getLog(job, { from, before, limit, stream, ...of });

/** Lines of one stream, from the end of the log on; what is added comes by itself, what is older when it is asked for. */
export function useStream(job: Id, stream: LogStream, total: number, of: LogOf): { lines: Sifted["lines"]; from: number; busy: boolean; error: unknown; goBack: () => void } {
  const [sifted, setSifted] = useState<Sifted | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const now = useRef<Sifted | null>(null);
  const running = useRef(false);
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);

  // One at a time: each goes on from where the one before ended.
  const step = useCallback(async (run: (before: Sifted) => Promise<Sifted>, begin: Sifted) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      const next = await run(now.current ?? begin);
      if (!alive.current) return;
      now.current = next;
      setSifted(next);
      setError(null);
    } catch (problem) {
      if (alive.current) setError(problem);
    } finally {
      running.current = false;
      if (alive.current) setBusy(false);
    }
  }, []);

  const goBack = useCallback(() => void step((before) => earlier(before, fetchOf(job, stream, of)), nothing(total)), [step, stream, job, total, of]);
  const to = sifted?.to ?? null;
  useEffect(() => {
    if (total === 0) return;
    if (to === null) void step((before) => earlier(before, fetchOf(job, stream, of)), nothing(total));
    else if (to < total) void step((before) => later(before, total, fetchOf(job, stream, of)), nothing(total));
  }, [to, total, step, stream, job, of]);

  return { lines: sifted?.lines ?? [], from: sifted?.from ?? 0, busy, error, goBack };
}
