import { useSyncExternalStore } from "react";
import { useFormat } from "@/hooks/useFormat";

// One clock for all, ticking while something shows it.
const watchers = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const one of watchers) one();
  }, 15_000);
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** "3 minutes ago", the full time on hover. */
export function TimeAgo({ at }: { at: string | null }) {
  const format = useFormat();
  const current = useSyncExternalStore(watch, () => now);
  if (!at) return <span>–</span>;
  return (
    <time dateTime={at} title={format.moment(at)}>
      {format.ago(at, Math.max(current, new Date(at).getTime()))}
    </time>
  );
}
