// The threshold that one tries: moves at once, and stands in the address a moment later, so that it can be sent to somebody.
import { useCallback, useEffect, useRef, useState } from "react";
import { useSearch } from "@/hooks/useSearch";

const WRITE_MS = 300;

export function parseThreshold(text: string | undefined): number | null {
  const value = text === undefined || text.trim() === "" ? NaN : Number(text);
  return Number.isFinite(value) && value >= 0 && value <= 1 ? Math.fround(value) : null;
}

export type Threshold = {
  value: number;
  /** Not the one that the model has. */
  moved: boolean;
  set: (value: number) => void;
  reset: () => void;
};

export function useThreshold(saved: number): Threshold {
  const search = useSearch();
  const latest = useRef(search);
  useEffect(() => {
    latest.current = search;
  });
  const inAddress = search.get("t");
  const [tried, setTried] = useState<number | null>(() => parseThreshold(inAddress));
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  // Back and forward move it too, but an address that lags behind the hand does not pull it back.
  useEffect(() => {
    if (timer.current === undefined) setTried(parseThreshold(inAddress));
  }, [inAddress]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const write = useCallback((next: number | null, wait: number) => {
    setTried(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      timer.current = undefined;
      latest.current.set({ t: next === null ? undefined : next.toPrecision(8) });
    }, wait);
  }, []);
  const set = useCallback((next: number) => write(Math.fround(Math.min(1, Math.max(0, next))), WRITE_MS), [write]);
  const reset = useCallback(() => write(null, 0), [write]);
  const kept = Math.fround(saved);
  return { value: tried ?? kept, moved: tried !== null && tried !== kept, set, reset };
}
