import { Button, Progress } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import type { TableColumnsType } from "antd";
import { useTranslation } from "@/i18n";
import { Link, useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { isActive, listJobs } from "@/api/jobs";
import type { Job, JobState } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { FilterChips } from "@/components/FilterChips";
import { JobStateCell } from "@/components/JobSays";
import { ListTable } from "@/components/ListTable";
import { OpenLink } from "@/components/OpenLink";
import { PageHead } from "@/components/PageHead";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { remainingOf, trainSpec } from "@/lib/trainSpec";
import styles from "./TrainingsPage.module.css";

const states = ["running", "queued", "succeeded", "failed", "stopped"] as const satisfies readonly JobState[];

export function TrainingsPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const { may } = useSession();
  const search = useSearch();
  const navigate = useNavigate();
  const format = useFormat();
  const state = states.find((one) => one === search.get("state"));
  const query = { project_id: project.id, kind: "train" as const, state };
  const list = usePaged(keys.jobs(query), (cursor) => listJobs({ ...query, limit: 50, cursor }));

  const start = may("train") && (
    <Link to="new">
      <Button type="primary" icon={<PlusOutlined />}>{t("trainings.list.start")}</Button>
    </Link>
  );
  const columns: TableColumnsType<Job> = [
    { title: t("trainings.column.name"), dataIndex: "name", render: (name: string, job) => <Link to={job.id}>{name}</Link> },
    { title: t("trainings.column.state"), render: (_, job) => <JobStateCell job={job} /> },
    { title: t("trainings.column.progress"), width: 240, render: (_, job) => <How job={job} /> },
    { title: t("trainings.column.task"), render: (_, job) => { const { task } = trainSpec(job); return task ? t(`models.task.${task}`) : "–"; } },
    { title: t("trainings.column.created"), render: (_, job) => <TimeAgo at={job.created_at} /> },
    {
      title: t("trainings.column.took"), align: "right", className: "number",
      render: (_, job) =>
        job.started_at && job.ended_at
          ? format.duration((new Date(job.ended_at).getTime() - new Date(job.started_at).getTime()) / 1000)
          : "–",
    },
    {
      title: t("trainings.column.model"),
      render: (_, job) => (job.model_id && may("model.read") ? <Link to={`/projects/${project.id}/models/${job.model_id}`}>{t("trainings.list.evaluate")}</Link> : "–"),
    },
  ];
  return (
    <>
      <PageHead title={t("trainings.list.title")} sub={t("trainings.list.lead")} actions={<><OpenLink hide to={`/projects/${project.id}/trainings/loop`}><Button data-test="loop">{t("assist.loop.title")}</Button></OpenLink>{start}</>}>
        <div className={styles.filters}>
          <FilterChips
            label={t("trainings.column.state")}
            chips={states.map((one) => ({ value: one, text: t(`common.state.${one}`) }))}
            value={state}
            onChange={(value) => search.set({ state: value })}
          />
        </div>
      </PageHead>
      <div className="page">
        <ListTable
          list={list}
          columns={columns}
          onOpen={(job) => void navigate(job.id)}
          empty={
            state ? (
              <EmptyState text={t("common.list.none_match")} action={<Button onClick={() => search.set({ state: undefined })}>{t("common.list.clear_filters")}</Button>} />
            ) : (
              <EmptyState text={t("trainings.list.none")} action={start} />
            )
          }
        />
      </div>
    </>
  );
}

function How({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const progress = job.progress;
  const remaining = remainingOf(job);
  if (!isActive(job) || !progress || progress.total <= 0) return <span className={styles.quiet}>–</span>;
  return (
    <div className={styles.how}>
      <Progress percent={Math.floor((100 * progress.done) / progress.total)} size="small" status="active" />
      <span className={styles.quiet}>
        {remaining === null ? t("trainings.list.counting") : t("common.time.left", { time: format.duration(remaining) })}
      </span>
    </div>
  );
}
