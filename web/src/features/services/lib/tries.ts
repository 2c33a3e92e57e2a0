// Pictures that somebody tries a service with, one after another, so that trying never fills the service's queue.
import type { Prediction } from "@/api/contract";

export type Try = {
  id: number;
  name: string;
  url: string;
  state: "waiting" | "judging" | "done" | "failed";
  prediction: Prediction | null;
  error: unknown;
};

export type Tries = readonly Try[];
export const MOST_TRIES = 200;

export function added(tries: Tries, files: readonly { name: string; url: string }[], firstId: number): Tries {
  const fresh = files.map((file, i): Try => ({ id: firstId + i, ...file, state: "waiting", prediction: null, error: null }));
  return [...fresh, ...tries].slice(0, MOST_TRIES);
}

export const nextOf = (tries: Tries): Try | undefined => tries.findLast((one) => one.state === "waiting");

export function changed(tries: Tries, id: number, change: Partial<Try>): Tries {
  return tries.map((one) => (one.id === id ? { ...one, ...change } : one));
}
