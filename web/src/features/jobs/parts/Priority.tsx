import { useState } from "react";
import { Button, InputNumber } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { patchJob } from "@/api/jobs";
import { keys } from "@/api/keys";
import type { Job } from "@/api/contract";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";

/** Where a job still waits, its owner changes its place; who administers the virtual cluster has the whole range. */
export function Priority({ job }: { job: Job }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const { me, may } = useSession();
  const [draft, setDraft] = useState<number | null>(null);
  const administers = may("job.write") || (me?.virtual_clusters ?? []).some((one) => one.id === job.virtual_cluster?.id && one.administers);
  const own = may("job.write_own") && job.owner === me?.name;
  const save = useMutation({
    mutationFn: (priority: number) => patchJob(job.id, priority),
    onSuccess: (changed) => {
      client.setQueryData(keys.job(job.id), changed);
      setDraft(null);
    },
    onError: notify.failed,
  });
  const waits = job.state === "queued" || job.state === "paused";
  if (!waits || !(own || administers)) return <>{job.priority}</>;
  if (draft === null) return <Button size="small" type="link" onClick={() => setDraft(job.priority)} data-test="priority">{job.priority} · {t("common.do.edit")}</Button>;
  return (
    <span style={{ display: "inline-flex", gap: 8 }}>
      <InputNumber
        size="small" min={administers ? 1 : 100} max={administers ? 1000 : 200} precision={0} value={draft} autoFocus aria-label={t("jobs.fact.priority")}
        onChange={setDraft} onPressEnter={() => draft !== null && save.mutate(draft)}
      />
      <Button size="small" type="primary" loading={save.isPending} onClick={() => draft !== null && save.mutate(draft)}>{t("common.do.save")}</Button>
    </span>
  );
}
