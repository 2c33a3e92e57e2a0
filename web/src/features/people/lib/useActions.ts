// One action on several: what was done, and what was refused with the reason for each.
import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import type { ActionResult } from "@/api/people";
import { useNotify } from "@/hooks/useNotify";

export type Refused = { done: number; failed: { name: string; code: string }[] };

export function useActions(nameOf: (id: string) => string) {
  const notify = useNotify();
  const client = useQueryClient();
  const [refused, setRefused] = useState<Refused | null>(null);
  /** True when all of it was done. */
  const run = async (action: () => Promise<ActionResult[]>, done: (n: number) => string): Promise<boolean> => {
    try {
      const results = await action();
      void client.invalidateQueries({ queryKey: keys.people });
      const failed = results.filter((one) => !one.ok).map((one) => ({ name: nameOf(one.id), code: one.code ?? "internal" }));
      if (failed.length > 0) setRefused({ done: results.length - failed.length, failed });
      else notify.done(done(results.length));
      return failed.length === 0;
    } catch (error) {
      notify.failed(error);
      return false;
    }
  };
  return { run, refused, close: () => setRefused(null) };
}
