import { useState } from "react";
import { Button, InputNumber } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { patchJob } from "@/api/jobs";
import { keys } from "@/api/keys";
import type { Job } from "@/api/contract";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { administers } from "../lib/can";

/** Where a job still waits, its owner changes its place; who administers the virtual cluster has the whole range. */
export function Priority({ job, brief }: { job: Job; /** In a list: the number alone is the button. */ brief?: boolean }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const { me, may } = useSession();
  const [editing, setEditing] = useState(false);
  /** Null: the field is empty. */
  const [draft, setDraft] = useState<number | null>(job.priority);
  const whole = may("job.write") || administers(job, me);
  const own = may("job.write_own") && job.owner === me?.name;
  const save = useMutation({
    mutationFn: (priority: number) => patchJob(job.id, priority),
    onSuccess: (changed) => {
      client.setQueryData(keys.job(job.id), changed);
      void client.invalidateQueries({ queryKey: keys.jobs() });
      setEditing(false);
    },
    onError: notify.failed,
  });
  const waits = job.state === "queued" || job.state === "paused";
  if (!waits || !(own || whole)) return <>{job.priority}</>;
  const edit = () => {
    setDraft(job.priority);
    setEditing(true);
  };
  if (!editing) return <Button size="small" type="link" style={{ paddingInline: 0 }} onClick={edit} data-test="priority" title={t("jobs.fact.priority_edit")}>{brief ? job.priority : <>{job.priority} · {t("common.do.edit")}</>}</Button>;
  return (
    <span style={{ display: "inline-flex", gap: 8 }}>
      <InputNumber
        size="small" min={whole ? 1 : 100} max={whole ? 1000 : 200} precision={0} value={draft} autoFocus aria-label={t("jobs.fact.priority")}
        onChange={setDraft} onPressEnter={() => draft !== null && save.mutate(draft)} onKeyDown={(event) => event.key === "Escape" && setEditing(false)}
      />
      <Button size="small" type="primary" disabled={draft === null} loading={save.isPending} onClick={() => draft !== null && save.mutate(draft)}>{t("common.do.save")}</Button>
    </span>
  );
}
