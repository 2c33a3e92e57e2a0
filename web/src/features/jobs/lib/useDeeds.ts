// Pausing, going on, stopping, taking away: one job or many, after a question where something would be lost.
import { useCallback, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { deleteJob, pauseJob, resumeJob, stopJob } from "@/api/jobs";
import { keys } from "@/api/keys";
import type { Job } from "@/api/contract";
import { useAsk } from "@/hooks/useAsk";
import { useNotify } from "@/hooks/useNotify";
import { useTranslation, type T } from "@/i18n";
import { say } from "@/lib/say";
import { each, type Deed } from "./can";
import { runsCommand, type CommandKind } from "./form";

type Kind = Exclude<Job["kind"], CommandKind> | "command" | "mixed";

/** Of whatever use: a command is a command. */
const kindOf = (job: Job): Kind => (runsCommand(job) ? "command" : (job.kind as Exclude<Kind, "command">));

/** What is kept and what is lost. */
function saysOf(t: T, deed: Exclude<Deed, "resume">, jobs: readonly Job[], kind: Kind): string {
  if (deed === "delete") return t("jobs.ask_delete.says");
  if (deed === "stop") return jobs.every((job) => job.state === "queued") ? t("jobs.ask_stop.queued") : t(`jobs.ask_stop.${kind}`);
  if (jobs.every((job) => job.state === "queued")) return t("jobs.ask_pause.queued");
  // A container is written down as an image of the job, and goes on from it.
  if (kind === "command" && jobs.every((job) => typeof job.spec.image === "string")) return t("jobs.ask_pause.container");
  return t(`jobs.ask_pause.${kind === "service" ? "mixed" : kind}`);
}

const run: Record<Deed, (id: string) => Promise<Job | void>> = { pause: pauseJob, resume: resumeJob, stop: stopJob, delete: deleteJob };

export function useDeeds(): { busy: Deed | null; act: (deed: Deed, jobs: readonly Job[], after?: () => void) => void } {
  const { t } = useTranslation();
  const ask = useAsk();
  const notify = useNotify();
  const client = useQueryClient();
  const [busy, setBusy] = useState<Deed | null>(null);

  const act = useCallback(
    (deed: Deed, jobs: readonly Job[], after?: () => void) => {
      const [first] = jobs;
      if (!first) return;
      const go = async () => {
        setBusy(deed);
        try {
          const { done, refused } = await each(jobs, async (job) => {
            const next = await run[deed](job.id);
            if (next) client.setQueryData(keys.job(job.id), next);
          });
          const [bad] = refused;
          if (!bad) notify.done(jobs.length === 1 ? t(`jobs.done.${deed}`, { name: first.name }) : t(`jobs.bulk_done.${deed}`, { n: done }));
          else if (jobs.length === 1) notify.failed(bad.error);
          else notify.failed(new Error(t("jobs.bulk.refused", { done, refused: refused.length, name: bad.one.name, why: say(t, bad.error) })));
          if (done > 0) after?.();
        } finally {
          setBusy(null);
          void client.invalidateQueries({ queryKey: keys.jobs() });
          void client.invalidateQueries({ queryKey: keys.clusterUse() });
        }
      };
      if (deed === "resume") {
        void go();
        return;
      }
      const one = jobs.length === 1;
      const kind: Kind = one || jobs.every((job) => kindOf(job) === kindOf(first)) ? kindOf(first) : "mixed";
      ask({
        title: one ? t(`jobs.ask.${deed}`, { name: first.name }) : t(`jobs.bulk_ask.${deed}`, { n: jobs.length }),
        content: saysOf(t, deed, jobs, kind),
        okText: t(`jobs.do.${deed}`),
        danger: deed !== "pause",
        ...(deed === "stop" ? { cancelText: t("jobs.stop.keep") } : {}),
        onOk: go,
      });
    },
    [ask, client, notify, t],
  );
  return { busy, act };
}
