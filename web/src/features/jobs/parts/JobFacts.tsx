import type { ReactNode } from "react";
import { Link } from "react-router";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import type { Job } from "@/api/contract";
import { keys } from "@/api/keys";
import { listVersions } from "@/api/pictures";
import { Block } from "@/components/Block";
import { OpenLink } from "@/components/OpenLink";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { trainSpec } from "@/lib/trainSpec";
import { useNow } from "../lib/useNow";
import { Priority } from "./Priority";
import styles from "./JobFacts.module.css";

export function JobFacts({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const asked = useSpecFacts(job);
  const running = job.started_at !== null && job.ended_at === null;
  const now = useNow(running);
  const end = job.ended_at ? new Date(job.ended_at).getTime() : now;
  const facts: [string, ReactNode][] = [
    [t("jobs.fact.kind"), t(`jobs.kind.${job.kind}`)],
    ...asked,
    [t("jobs.fact.created"), <TimeAgo key="c" at={job.created_at} />],
    [t("jobs.fact.started"), <TimeAgo key="s" at={job.started_at} />],
    [t(running ? "jobs.fact.running_for" : "jobs.fact.took"), job.started_at ? format.duration((end - new Date(job.started_at).getTime()) / 1000) : "–"],
    ...(running && job.ends_by ? [[t("jobs.fact.ends_by"), <TimeAgo key="e" at={job.ends_by} />] satisfies [string, ReactNode]] : []),
    ...(job.cores > 0 ? [[t("jobs.fact.cores"), job.cores] satisfies [string, ReactNode]] : []),
    [t("jobs.fact.priority"), <Priority key="p" job={job} />],
    [t("jobs.fact.cluster"), job.virtual_cluster ? <Link key="v" to={`/virtual-clusters/${job.virtual_cluster.id}`}>{job.virtual_cluster.name}</Link> : "–"],
    [t("jobs.fact.owner"), job.owner ?? "–"],
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

/** Of a training: what it was asked for. */
function useSpecFacts(job: Job): [string, ReactNode][] {
  const { t } = useTranslation();
  const format = useFormat();
  const { task, version_id, budget_s, cost, overkill } = trainSpec(job);
  const versions = useQuery({
    queryKey: [...keys.versions(job.project_id ?? ""), "form"], queryFn: () => listVersions(job.project_id ?? "", { limit: 100 }), enabled: version_id !== null && job.project_id !== null,
  });
  const version = versions.data?.items.find((one) => one.id === version_id);
  const out: [string, ReactNode][] = [];
  if (task) out.push([t("jobs.fact.task"), t(`models.task.${task}`)]);
  if (version) out.push([t("jobs.fact.version"), t("jobs.fact.version_number", { number: version.number })]);
  if (cost !== null) out.push([t("jobs.fact.rule"), t("jobs.fact.cost", { n: cost })]);
  if (overkill !== null) out.push([t("jobs.fact.rule"), t("jobs.fact.overkill", { share: format.percent(overkill) })]);
  if (budget_s !== null) out.push([t("jobs.fact.budget"), format.duration(budget_s)]);
  return out;
}
