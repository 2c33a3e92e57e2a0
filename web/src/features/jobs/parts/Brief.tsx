import type { Job } from "@/api/contract";
import { isActive } from "@/api/jobs";
import { Block } from "@/components/Block";
import { CopyButton } from "@/components/CopyButton";
import { useTranslation } from "@/i18n";
import { formOfJob, runsCommand } from "../lib/form";
import { ImportPanel } from "./ImportPanel";
import { JobFacts } from "./JobFacts";
import { LossCurve } from "./LossCurve";
import { ProgressPanel } from "./ProgressPanel";
import { Tasks } from "./Tasks";
import { Timeline } from "./Timeline";
import { WhyWaits } from "./WhyWaits";
import styles from "./Brief.module.css";

/** What a job is, how it came here, and why it waits. */
export function Brief({ job }: { job: Job }) {
  const { t } = useTranslation();
  const curve = job.progress?.curve ?? [];
  return (
    <div className={styles.split}>
      <div className={styles.live}>
        {(job.state === "queued" || job.state === "paused") && <WhyWaits job={job} />}
        {isActive(job) && (job.kind === "train" || job.kind === "export" || job.kind === "recipe" || job.kind === "prelabel" || job.kind === "advise") && <Block><ProgressPanel job={job} /></Block>}
        {job.kind === "import" && <ImportPanel job={job} />}
        {curve.length > 0 && <Block title={t("jobs.curve.title")}><LossCurve curve={curve} /></Block>}
        {runsCommand(job) && <WhatRuns job={job} />}
        {runsCommand(job) && <Tasks job={job} />}
        <Timeline job={job} />
      </div>
      <JobFacts job={job} />
    </div>
  );
}

/** The command with its variables, as they were submitted. */
function WhatRuns({ job }: { job: Job }) {
  const { t } = useTranslation();
  const { command, environment } = formOfJob(job);
  const text = command.kind === "shell" ? command.text.trimEnd() : command.words.map(quoted).join(" ");
  return (
    <Block title={t("jobs.brief.command")} extra={<CopyButton size="small" text={text} />}>
      <pre className={styles.command} tabIndex={0} data-test="command">{text}</pre>
      {environment.length > 0 && (
        <dl className={styles.variables} aria-label={t("jobs.form.environment")}>
          {environment.flatMap(({ name, value }) => [<dt key={name}><code>{name}</code></dt>, <dd key={`${name}=`}><code>{value || "–"}</code></dd>])}
        </dl>
      )}
    </Block>
  );
}

/** As one would type it, so that it can be copied. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
