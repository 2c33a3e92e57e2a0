// Mice tell where they are more often than the screen is drawn. Of what comes within a frame the last is taken, once.
import { useCallback, useEffect, useRef } from "react";

export function useEachFrame<Args extends unknown[]>(act: (...args: Args) => void): (...args: Args) => void {
  const latest = useRef(act);
  const waiting = useRef<Args | null>(null);
  const frame = useRef(0);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  return useCallback((...args: Args) => {
    if (waiting.current === null) {
      frame.current = requestAnimationFrame(() => {
        const last = waiting.current;
        waiting.current = null;
        if (last) latest.current(...last);
      });
    }
    waiting.current = args;
  }, []);
}
