// Tries the draft on the shown picture a moment after either changes. The newest try wins; one that is outdated is ended, here and on
// the server.
import { useEffect, useState } from "react";
import { newKey } from "@/api/client";
import { tryRecipe } from "@/api/recipes";
import type { Id, RecipeDoc as Doc, TrialResult } from "@/api/contract";

const WAIT_MS = 200;

export type Tried = { result: TrialResult | null; /** Of which picture the result is. */ of: Id | null; running: boolean; error: unknown };

export function useTrial(recipe: Id, doc: Doc, picture: Id | null, texts: Record<string, string>): Tried {
  const [desk] = useState(newKey);
  const [tried, setTried] = useState<Tried>({ result: null, of: null, running: false, error: null });
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      setTried((before) => ({ ...before, running: true }));
      tryRecipe(recipe, { draft: doc, picture_id: picture, desk, texts }, abort.signal).then(
        (result) => {
          if (abort.signal.aborted || result.outdated) return;
          // A draft that is a fault for a moment does not take away what was seen before.
          setTried((before) => (result.fault && before.result && before.of === picture
            ? { ...before, result: { ...before.result, fault: result.fault }, running: false, error: null }
            : { result, of: picture, running: false, error: null }));
        },
        (error: unknown) => {
          if (!abort.signal.aborted) setTried((before) => ({ ...before, running: false, error }));
        },
      );
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [recipe, doc, picture, desk, texts]);
  return tried;
}
