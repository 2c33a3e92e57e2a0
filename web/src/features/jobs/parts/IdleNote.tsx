import { Alert } from "antd";
import type { Job } from "@/api/contract";
import { useFormat } from "@/hooks/useFormat";
import { useTranslation } from "@/i18n";
import { useNow } from "../lib/useNow";

/** That a job uses nothing, since when, and when it is paused for it. */
export function IdleNote({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(job.idle !== null);
  if (!job.idle) return null;
  const time = format.duration(Math.max(60, Math.round((now - Date.parse(job.idle.since)) / 60_000) * 60));
  const { pauses_at: pauses } = job.idle;
  return (
    <Alert
      type="warning" showIcon data-test="idle"
      message={t("jobs.idle.title", { time })}
      description={pauses ? t("jobs.idle.pauses", { at: format.clock(pauses) }) : t("jobs.idle.says")}
    />
  );
}
