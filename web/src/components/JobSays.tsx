// Below the state of a job in a list: why it ended so, or why it waits and until when.
import { useState } from "react";
import { Tooltip } from "antd";
import { useQuery } from "@tanstack/react-query";
import { whyJob } from "@/api/jobs";
import { keys } from "@/api/keys";
import type { Job } from "@/api/contract";
import { useFormat } from "@/hooks/useFormat";
import { useTranslation } from "@/i18n";
import { reasonOf, sayWhy } from "@/lib/jobReason";
import { say } from "@/lib/say";
import { StateTag } from "./StateTag";
import styles from "./JobSays.module.css";

/** The queue moves without this job changing. */
const AGAIN_MS = 5000;

/** Of a job that waits: the reason, how many come first, and when its turn may come. Asks the server, so not for each row of a long list. */
export function JobWaits({ job }: { job: Pick<Job, "id"> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error } = useQuery({ queryKey: keys.jobWhy(job.id), queryFn: () => whyJob(job.id), refetchInterval: AGAIN_MS });
  if (!data) return <>{error ? say(t, error) : "…"}</>;
  const said = [
    sayWhy(t, data),
    data.waits && data.ahead !== null ? `${t("jobs.why.ahead")} ${t("jobs.why.ahead_n", { n: data.ahead })}` : "",
    data.expected_start ? `${t("jobs.why.start")} ${t("jobs.why.about", { at: format.time(data.expected_start) })}` : "",
  ];
  return <>{said.filter(Boolean).join(" · ")}</>;
}

/** The state of a job in a row of a list. Of one that waits the reason is asked for once somebody points at it. */
export function JobStateCell({ job }: { job: Job }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  if (job.state === "queued") {
    return (
      <Tooltip trigger={["hover", "focus"]} onOpenChange={setAsked} title={asked ? <JobWaits job={job} /> : "…"}>
        <span tabIndex={0} className={styles.asks} data-test="waits"><StateTag state={job.state} /></span>
      </Tooltip>
    );
  }
  const says = job.state === "succeeded" ? null : reasonOf(t, job);
  return (
    <span className={styles.state}>
      <StateTag state={job.state} />
      {says !== null && <span className={styles.says} title={says} data-test="reason">{says}</span>}
    </span>
  );
}
