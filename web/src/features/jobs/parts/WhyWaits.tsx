import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { getJob, whyJob } from "@/api/jobs";
import { keys } from "@/api/keys";
import type { Job } from "@/api/contract";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { sayWhy } from "@/lib/jobReason";
import styles from "./WhyWaits.module.css";

/** The queue moves without this job changing. */
const AGAIN_MS = 5000;

/** Why it waits, how many come first, and when its turn may come. */
export function WhyWaits({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { may } = useSession();
  const why = useQuery({ queryKey: keys.jobWhy(job.id), queryFn: () => whyJob(job.id), refetchInterval: job.state === "queued" ? AGAIN_MS : false });
  const found = why.data;
  const first = typeof found?.params.job === "string" ? found.params.job : null;
  const other = useQuery({ queryKey: keys.job(first ?? ""), queryFn: () => getJob(first ?? ""), enabled: first !== null && may("job.read"), retry: false });
  return (
    <Block title={t(job.state === "paused" ? "jobs.why.paused_title" : "jobs.why.title")}>
      <ErrorNote error={why.error} retry={() => void why.refetch()} />
      {found && (
        <div className={styles.why} role="status" data-test="why">
          <p className={styles.reason}>
            {sayWhy(t, found)}
            {other.data && <>{" "}<Link to={`/jobs/${other.data.id}`}>{other.data.name}</Link></>}
          </p>
          {found.waits && (
            <dl className={styles.facts}>
              {found.ahead !== null && (
                <>
                  <dt>{t("jobs.why.ahead")}</dt>
                  <dd>{t("jobs.why.ahead_n", { n: found.ahead })}</dd>
                </>
              )}
              <dt>{t("jobs.why.start")}</dt>
              <dd>
                {found.expected_start ? t("jobs.why.about", { at: format.moment(found.expected_start) }) : t("jobs.why.start_unknown")}
              </dd>
              <dt>{t("jobs.why.since")}</dt>
              <dd><TimeAgo at={job.created_at} /></dd>
            </dl>
          )}
        </div>
      )}
    </Block>
  );
}
