// Filters, tab and selection live in the address, so that a page can be sent to somebody and Back works.
import { useCallback, useContext, useMemo } from "react";
import { UNSAFE_DataRouterContext as RouterContext, useSearchParams } from "react-router";

export type Search = {
  get: (name: string) => string | undefined;
  /** `undefined` or "" takes the word out. Replaces the entry in the history unless `push`. */
  set: (changes: Record<string, string | undefined>, options?: { push?: boolean }) => void;
};

export function useSearch(): Search {
  const [params, setParams] = useSearchParams();
  const router = useContext(RouterContext)?.router;
  const set = useCallback<Search["set"]>(
    (changes, options) => {
      // The router knows the newest address at once. What is drawn may be a moment older, and would undo the change before.
      const next = new URLSearchParams(router ? router.state.location.search : params);
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined || value === "") next.delete(name);
        else next.set(name, value);
      }
      setParams(next, { replace: !options?.push });
    },
    [setParams, router, params],
  );
  return useMemo(() => ({ get: (name) => params.get(name) ?? undefined, set }), [params, set]);
}
