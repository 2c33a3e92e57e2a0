import { ThunderboltOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { listActiveJobs, MOST_ACTIVE } from "@/api/jobs";
import type { Job } from "@/api/contract";
import { Bar } from "@/components/Bar";
import { PopPanel } from "@/components/PopPanel";
import { StateTag } from "@/components/StateTag";
import { useFormat } from "@/hooks/useFormat";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import styles from "./RunningJobs.module.css";

export function RunningJobs() {
  const { t } = useTranslation();
  const { may } = useSession();
  const { data: jobs = [] } = useQuery({ queryKey: ["jobs", "active"], queryFn: () => listActiveJobs(), enabled: may("job.read_own") });
  if (!may("job.read_own")) return null;
  return (
    <PopPanel
      label={t("shell.top.running")}
      side="end"
      face={
        <>
          <ThunderboltOutlined style={{ fontSize: 16 }} />
          {jobs.length > 0 && <span className={styles.badge}>{jobs.length >= MOST_ACTIVE ? `${MOST_ACTIVE}+` : jobs.length}</span>}
        </>
      }
    >
      {(close) => (
        <div className={styles.list} onClick={close}>
          {jobs.length === 0 && <p className={styles.none}>{t("shell.top.none_running")}</p>}
          {jobs.slice(0, 8).map((job) => <Row key={job.id} job={job} />)}
          <Link to="/jobs">{t("shell.top.all_jobs")}</Link>
        </div>
      )}
    </PopPanel>
  );
}

function Row({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const progress = job.kind === "train" ? job.progress : null;
  return (
    <Link to={`/jobs/${job.id}`} className={styles.row}>
      <span className={styles.name}>{job.name}</span>
      <StateTag state={job.state} />
      {progress && progress.total > 0 && (
        <span className={styles.progress}>
          <Bar share={progress.done / progress.total} label={job.name} />
          {progress.remaining_s !== null && (
            <span className={styles.left}>{t("common.time.left", { time: format.duration(progress.remaining_s) })}</span>
          )}
        </span>
      )}
    </Link>
  );
}
