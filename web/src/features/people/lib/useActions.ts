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
  /** `then`: once all of it was done, also where jobs that stood in its way are stopped, which is asked about: `stop`. */
  const run = async (action: (stop: boolean) => Promise<ActionResult[]>, done: (n: number) => string, then?: () => void): Promise<void> => {
    await jobs.run(async (stop) => {
      // What nothing stands in the way of is done, also where the rest is asked about.
      const results = await action(stop).finally(() => void client.invalidateQueries({ queryKey: keys.people }));
      const failed = results.filter((one) => !one.ok && !(stop && one.code === "not_found")).map((one) => ({ name: nameOf(one.id), code: one.code ?? "internal" }));
      if (failed.length > 0) setRefused({ done: results.length - failed.length, failed });
      else {
        notify.done(done(results.length));
        then?.();
      }
    });
  };
  return { run, refused, dialog: jobs.dialog, close: () => setRefused(null) };
}
