// Of several questions asked one after the other only the last answer counts.
import type { Bench } from "../tool";

export type Latest = { ask<T>(question: Promise<T | null>, then: (answer: T | null) => void): void; drop(): void };

export function latest(bench: Bench): Latest {
  let serial = 0;
  return {
    ask(question, then) {
      serial += 1;
      const mine = serial;
      bench.busy(true);
      void question
        .catch(() => null)
        .then((answer) => {
          if (mine === serial) then(answer);
          bench.busy(false);
        });
    },
    drop() {
      serial += 1;
    },
  };
}
