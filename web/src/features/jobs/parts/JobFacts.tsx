import type { ReactNode } from "react";
import { Link } from "react-router";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import type { Job } from "@/api/contract";
import { keys } from "@/api/keys";
import { listVersions } from "@/api/pictures";
import { Block } from "@/components/Block";
import { CopyButton } from "@/components/CopyButton";
import { OpenLink } from "@/components/OpenLink";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { homeOf } from "@/lib/home";
import { trainSpec } from "@/lib/trainSpec";
import { unitOf } from "../lib/devices";
import { formOfJob, runsCommand, USUAL_DATA, usualVersion, WORK_BESIDE_HOME } from "../lib/form";
import { Priority } from "./Priority";
import { Took } from "./Took";
import styles from "./JobFacts.module.css";

type Fact = [string, ReactNode];

export function JobFacts({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const asked = useSpecFacts(job);
  const command = useCommandFacts(job);
  const running = job.started_at !== null && job.ended_at === null && job.state !== "queued" && job.state !== "paused";
  const facts: Fact[] = [
    [t("jobs.fact.kind"), t(`jobs.kind.${job.kind}`)],
    ...asked,
    [t("jobs.fact.created"), <TimeAgo key="c" at={job.created_at} />],
    [t("jobs.fact.started"), <TimeAgo key="s" at={job.started_at} />],
    ...(job.ended_at ? [[t("jobs.fact.ended"), <TimeAgo key="x" at={job.ended_at} />] satisfies Fact] : []),
    [t(running ? "jobs.fact.running_for" : "jobs.fact.took"), <Took key="t" job={job} />],
    ...(running && job.ends_by ? [[t("jobs.fact.ends_by"), <time key="e" dateTime={job.ends_by}>{format.moment(job.ends_by)}</time>] satisfies Fact] : []),
    ...(job.attempt > 1 ? [[t("jobs.fact.attempt"), t("jobs.fact.attempt_n", { n: job.attempt })] satisfies Fact] : []),
    ...(job.cores > 0 && !runsCommand(job) ? [[t("jobs.fact.cores"), job.cores] satisfies Fact] : []),
    ...command,
    [t("jobs.fact.priority"), <Priority key="p" job={job} />],
    [t("jobs.fact.cluster"), job.virtual_cluster ? <Link key="v" to={`/virtual-clusters/${job.virtual_cluster.id}`}>{job.virtual_cluster.name}</Link> : "–"],
    [t("jobs.fact.owner"), job.owner ?? "–"],
    [t("jobs.fact.id"), <span key="i" className={styles.copied}><code>{job.id}</code> <CopyButton size="small" text={job.id} /></span>],
  ];
  return (
    <aside>
      <Block title={t("jobs.fact.title")}>
        <dl className={styles.facts}>
          {facts.map(([name, value]) => (
            <div key={name} className={styles.fact}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {job.project_id && <OpenLink to={`/projects/${job.project_id}`}>{t("jobs.fact.project")}</OpenLink>}
      </Block>
    </aside>
  );
}

/** Of a command: what it may have, and where its folder is. */
function useCommandFacts(job: Job): Fact[] {
  const { t } = useTranslation();
  const format = useFormat();
  if (!runsCommand(job)) return [];
  const form = formOfJob(job);
  const home = homeOf(job.owner ?? "");
  const work = form.work || (form.home === null ? home : WORK_BESIDE_HOME);
  const folder = (path: string) => <span key={path} className={styles.copied}><code>{path}</code> <CopyButton size="small" text={path} /></span>;
  return [
    ...(typeof job.spec.template === "string" ? [[t("jobs.fact.template"), job.spec.template] satisfies Fact] : []),
    ...(form.image ? [[t("jobs.fact.image"), <code key="m">{form.image}</code>] satisfies Fact] : []),
    ...(form.privileged ? [[t("jobs.fact.privileged"), t("jobs.fact.yes")] satisfies Fact] : []),
    [t("jobs.fact.device"), <code key="d">{job.device}</code>],
    [t("jobs.fact.devices"), t(`jobs.fact.devices_${unitOf(job.device)}`, { n: job.devices ?? 1 })],
    ...(job.nodes === null ? [] : [[t("jobs.fact.nodes"), t("jobs.fact.nodes_n", { n: job.nodes, all: job.nodes * (job.devices ?? 0) })] satisfies Fact]),
    [t("jobs.fact.memory"), form.memory.number === null ? t("jobs.fact.no_limit") : `${form.memory.number} ${form.memory.unit}`],
    [t("jobs.fact.disk"), job.disk_mib === null ? t("jobs.fact.no_limit") : format.bytes(job.disk_mib * 1024 * 1024)],
    ...(job.cores_wanted === null ? [] : [[t("jobs.fact.cores_beside"), t(job.nodes === null ? "jobs.fact.cores_n" : "jobs.fact.cores_each", { n: job.cores_wanted })] satisfies Fact]),
    [t("jobs.fact.processes"), form.processes ?? 1024],
    [t("jobs.fact.work"), folder(work)],
    ...(form.home === null ? [] : [[t("jobs.fact.home"), folder(form.home || home)] satisfies Fact]),
    ...(form.data === null ? [] : [[t("jobs.fact.data"), folder(form.data || USUAL_DATA)] satisfies Fact]),
    ...form.versions.map((one, at) => [t("jobs.fact.reads", { version: one.version }), folder(one.target || usualVersion(at))] satisfies Fact),
    [t("jobs.fact.preemptible"), t(job.preemptible ? "jobs.fact.yes" : "jobs.fact.no")],
    [t("jobs.fact.restart"), form.restart ? t("jobs.fact.restart_n", { n: form.mostRestarts ?? 3 }) : t("jobs.fact.restart_never")],
    [t("jobs.fact.longest_run"), job.longest_run_s === null ? t("jobs.fact.longest_none") : format.duration(job.longest_run_s)],
    [t("jobs.fact.notify"), t(form.notify ? `common.notify.${form.notify}` : "jobs.form.notify_usual")],
    ...(job.tags.length > 0 ? [[t("jobs.fact.tags"), job.tags.join(" · ")] satisfies Fact] : []),
  ];
}

/** Of a training: what it was asked for. */
function useSpecFacts(job: Job): Fact[] {
  const { t } = useTranslation();
  const format = useFormat();
  const { task, version_id, budget_s, cost, overkill } = trainSpec(job);
  const versions = useQuery({
    queryKey: [...keys.versions(job.project_id ?? ""), "form"], queryFn: () => listVersions(job.project_id ?? "", { limit: 100 }), enabled: version_id !== null && job.project_id !== null,
  });
  const version = versions.data?.items.find((one) => one.id === version_id);
  const out: Fact[] = [];
  if (task) out.push([t("jobs.fact.task"), t(`models.task.${task}`)]);
  if (version) out.push([t("jobs.fact.version"), t("jobs.fact.version_number", { number: version.number })]);
  if (cost !== null) out.push([t("jobs.fact.rule"), t("jobs.fact.cost", { n: cost })]);
  if (overkill !== null) out.push([t("jobs.fact.rule"), t("jobs.fact.overkill", { share: format.percent(overkill) })]);
  if (budget_s !== null) out.push([t("jobs.fact.budget"), format.duration(budget_s)]);
  return out;
}
