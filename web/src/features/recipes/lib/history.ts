// Undo and redo of a document. Changes of one thing that follow each other closely, such as the signs of a number, are one step back.

export type History<T> = { past: readonly T[]; now: T; future: readonly T[]; /** What was changed last, and when. */ last: { what: string; at: number } | null };

const MOST = 200;
const TOGETHER_MS = 1200;

export const begin = <T>(now: T): History<T> => ({ past: [], now, future: [], last: null });

export function put<T>(history: History<T>, next: T, what: string, at: number): History<T> {
  if (next === history.now) return history;
  const same = history.last !== null && what !== "" && history.last.what === what && at - history.last.at < TOGETHER_MS;
  return { past: same ? history.past : [...history.past, history.now].slice(-MOST), now: next, future: [], last: { what, at } };
}

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future], last: null };
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.now], now: next, future, last: null };
}
