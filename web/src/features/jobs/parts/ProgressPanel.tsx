import { Progress as Bar } from "antd";
import { useTranslation } from "@/i18n";
import type { Job } from "@/api/contract";
import { useFormat } from "@/hooks/useFormat";
import { remainingOf } from "@/lib/trainSpec";
import { phaseWord } from "../lib/phase";
import styles from "./ProgressPanel.module.css";

export function ProgressPanel({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { progress } = job;
  const remaining = remainingOf(job);
  if (!progress || progress.total <= 0) {
    return <p className={styles.quiet}>{t(job.state === "queued" ? "jobs.progress.queued" : "jobs.progress.preparing")}</p>;
  }
  return (
    <div className={styles.panel} role="status">
      <div className={styles.row}>
        <strong>{phaseWord(t, progress.phase)}</strong>
        <span className={styles.figures}>{t("jobs.progress.done", { done: format.count(progress.done), total: format.count(progress.total) })}</span>
        {progress.note && <span className={styles.figures}>{progress.note.replace(/^loss /, `${t("jobs.curve.loss")} `)}</span>}
        <span className={styles.left}>
          {remaining !== null && t("jobs.progress.left", { time: format.duration(remaining) })}
        </span>
      </div>
      <Bar percent={Math.floor((100 * progress.done) / progress.total)} status={job.state === "failed" ? "exception" : "active"} />
    </div>
  );
}
