// One action on several: what was done, and what was refused with the reason for each.
import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import type { ActionResult } from "@/api/people";
import { useJobsToStop } from "@/components/JobsToStop";
import { useNotify } from "@/hooks/useNotify";

export type Refused = { done: number; failed: { name: string; code: string }[] };

export function useActions(nameOf: (id: string) => string) {
  const notify = useNotify();
  const client = useQueryClient();
  const jobs = useJobsToStop();
  const [refused, setRefused] = useState<Refused | null>(null);
  /** True when all of it was done. `stop`: jobs that stand in its way are stopped, which was asked about. */
  const run = async (action: (stop: boolean) => Promise<ActionResult[]>, done: (n: number) => string): Promise<boolean> => {
    let all = false;
    await jobs.run(async (stop) => {
      const results = await action(stop);
      void client.invalidateQueries({ queryKey: keys.people });
      const failed = results.filter((one) => !one.ok).map((one) => ({ name: nameOf(one.id), code: one.code ?? "internal" }));
      if (failed.length > 0) setRefused({ done: results.length - failed.length, failed });
      else notify.done(done(results.length));
      all = failed.length === 0;
    });
    return all;
  };
  return { run, refused, dialog: jobs.dialog, close: () => setRefused(null) };
}
