import { useMemo, useRef } from "react";
import { newKey } from "@/api/client";

export type TryKey = {
  /** For a request with these words. */
  of: (...words: unknown[]) => string;
  /** It is done: the same words are another request from now on. */
  done: () => void;
};

/** An Idempotency-Key: the same for each try with the same words, so that an answer that was lost does nothing twice. */
export function useTryKey(): TryKey {
  const tried = useRef({ words: "", key: "" });
  return useMemo(
    () => ({
      of: (...words) => {
        const text = JSON.stringify(words);
        if (tried.current.words !== text) tried.current = { words: text, key: newKey() };
        return tried.current.key;
      },
      done: () => {
        tried.current = { words: "", key: "" };
      },
    }),
    [],
  );
}
