import { Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Link, useNavigate } from "react-router";
import { listActiveJobs, listJobs } from "@/api/jobs";
import { keys } from "@/api/keys";
import { listProjects } from "@/api/projects";
import type { Job, Project } from "@/api/contract";
import { Bar } from "@/components/Bar";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { OpenLink } from "@/components/OpenLink";
import { PageHead } from "@/components/PageHead";
import { StateTag } from "@/components/StateTag";
import { StepsBar } from "@/components/StepsBar";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { useSession } from "@/hooks/useSession";
import { nextFor, stepPath } from "@/lib/steps";
import { LatestRecords } from "../parts/LatestRecords";
import styles from "./WorkbenchPage.module.css";

const projectQuery = { limit: 8, sort: "-created_at" };
const jobQuery = { limit: 6, kind: "train" as const };

export function WorkbenchPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { may } = useSession();
  const projects = useQuery({ queryKey: keys.projects(projectQuery), queryFn: () => listProjects(projectQuery) });
  const active = useQuery({ queryKey: ["jobs", "active"], queryFn: () => listActiveJobs(), enabled: may("job.read_own") });
  const latest = useQuery({ queryKey: keys.jobs(jobQuery), queryFn: () => listJobs(jobQuery), enabled: may("job.read_own") });
  const create = may("project.write") && (
    <Button type="primary" onClick={() => void navigate("/projects/new")}>
      {t("project.list.new")}
    </Button>
  );
  const ended = latest.data?.items.filter((job) => job.ended_at !== null) ?? [];

  return (
    <>
      <PageHead title={t("workbench.page.title")} actions={create} />
      <div className={`page ${styles.columns}`}>
        <Block title={t("workbench.next.title")} extra={<Link to="/projects">{t("workbench.next.all")}</Link>}>
          <ErrorNote error={projects.error} retry={() => void projects.refetch()} />
          {projects.data?.items.length === 0 && <EmptyState small text={t("workbench.next.none")} action={create} />}
          <ul className={styles.list}>
            {projects.data?.items.map((project) => <NextStep key={project.id} project={project} />)}
          </ul>
        </Block>
        <div className={styles.stack}>
          <Block title={t("workbench.running.title")} extra={may("job.read_own") && <Link to="/jobs">{t("shell.top.all_jobs")}</Link>}>
            <ErrorNote error={active.error} retry={() => void active.refetch()} />
            {active.data?.length === 0 && <p className={styles.none}>{t("workbench.running.none")}</p>}
            <ul className={styles.list}>{active.data?.slice(0, 10).map((job) => <RunningJob key={job.id} job={job} />)}</ul>
          </Block>
          <Block title={t("workbench.changed.title")}>
            {latest.data && ended.length === 0 && <p className={styles.none}>{t("workbench.changed.none")}</p>}
            <ul className={styles.list}>
              {ended.map((job) => (
                <li key={job.id}>
                  <Link to={`/jobs/${job.id}`} className={styles.row}>
                    <span className={styles.name}>{job.name}</span>
                    <StateTag state={job.state} />
                    <span className={styles.faint}>
                      <TimeAgo at={job.ended_at} />
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </Block>
        </div>
        {may("record.read") && <LatestRecords projects={projects.data?.items} />}
      </div>
    </>
  );
}

function NextStep({ project }: { project: Project }) {
  const { t } = useTranslation();
  const { mayOpen } = useSession();
  const next = nextFor(project.id, project.steps, mayOpen);
  return (
    <li className={styles.project}>
      <Link to={`/projects/${project.id}`} className={styles.projectName}>
        {project.name}
      </Link>
      <StepsBar steps={project.steps} />
      <OpenLink to={stepPath(project.id, next)} className={styles.do}>
        {t(`project.do.${next}`)}
        <span aria-hidden="true"> → </span>
      </OpenLink>
    </li>
  );
}

function RunningJob({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const progress = job.kind === "train" ? job.progress : null;
  return (
    <li>
      <Link to={`/jobs/${job.id}`} className={styles.row}>
        <span className={styles.name}>{job.name}</span>
        <StateTag state={job.state} />
        <span className={styles.faint}>{job.started_at && <TimeAgo at={job.started_at} />}</span>
        {progress && progress.total > 0 && (
          <span className={styles.progress}>
            <Bar share={progress.done / progress.total} label={job.name} />
            {progress.remaining_s !== null && (
              <span className={styles.faint}>{t("common.time.left", { time: format.duration(progress.remaining_s) })}</span>
            )}
          </span>
        )}
      </Link>
    </li>
  );
}
