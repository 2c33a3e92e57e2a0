// "Do you really want to?": asked anywhere, shown by one dialog (components/AskHost) that is loaded when first needed.
import { useSyncExternalStore } from "react";

export type Question = {
  title: string;
  content?: string;
  okText: string;
  cancelText?: string;
  danger?: boolean;
  /** The dialog stays, busy, until this is through. */
  onOk: () => Promise<unknown> | void;
};

let current: Question | null = null;
const watchers = new Set<() => void>();
function set(next: Question | null): void {
  current = next;
  for (const watcher of watchers) watcher();
}

export function useAsk(): (question: Question) => void {
  return set;
}

export function useQuestion(): { question: Question | null; close: () => void } {
  const question = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    () => current,
  );
  return { question, close: () => set(null) };
}
