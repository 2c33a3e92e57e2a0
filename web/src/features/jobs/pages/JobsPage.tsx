import { Button, Progress } from "antd";
import type { TableColumnsType } from "antd";
import { useTranslation } from "@/i18n";
import { Link, useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { isActive, listJobs } from "@/api/jobs";
import type { Job, JobState } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { FilterChips } from "@/components/FilterChips";
import { ListTable } from "@/components/ListTable";
import { PageHead } from "@/components/PageHead";
import { StateTag } from "@/components/StateTag";
import { TimeAgo } from "@/components/TimeAgo";
import { useCluster } from "@/hooks/useCluster";
import { usePaged } from "@/hooks/usePaged";
import { useSearch } from "@/hooks/useSearch";
import styles from "./JobsPage.module.css";

const states = ["queued", "starting", "running", "pausing", "paused", "preempting", "stopping", "succeeded", "failed", "stopped"] as const satisfies readonly JobState[];
const kinds = ["train", "service", "command"] as const;

/** All jobs of all projects. */
export function JobsPage() {
  const { t } = useTranslation();
  const search = useSearch();
  const navigate = useNavigate();
  const state = states.find((one) => one === search.get("state"));
  const kind = kinds.find((one) => one === search.get("kind"));
  const { current, all } = useCluster();
  // The one that one works in, unless another, or all, were asked for.
  const asked = search.get("cluster");
  const several = all.length > 1 || asked !== undefined;
  const cluster = asked === "all" || !several ? undefined : (asked ?? current?.id);
  const query = { state, kind, ...(cluster ? { virtual_cluster_id: cluster } : {}) };
  const list = usePaged(keys.jobs(query), (cursor) => listJobs({ ...query, limit: 50, cursor }));
  const columns: TableColumnsType<Job> = [
    { title: t("jobs.column.name"), dataIndex: "name", render: (name: string, job) => <Link to={job.id}>{name}</Link> },
    { title: t("jobs.column.kind"), render: (_, job) => t(`jobs.kind.${job.kind}`) },
    { title: t("jobs.column.state"), render: (_, job) => <StateTag state={job.state} /> },
    {
      title: t("jobs.column.progress"), width: 200,
      render: (_, job) =>
        job.kind === "train" && isActive(job) && job.progress && job.progress.total > 0 ? (
          <Progress percent={Math.floor((100 * job.progress.done) / job.progress.total)} size="small" />
        ) : "–",
    },
    { title: t("jobs.column.created"), render: (_, job) => <TimeAgo at={job.created_at} /> },
    { title: t("jobs.column.cluster"), render: (_, job) => job.virtual_cluster?.name ?? "–" },
    { title: t("jobs.column.owner"), dataIndex: "owner" },
  ];
  return (
    <>
      <PageHead title={t("jobs.list.title")}>
        <div className={styles.filters}>
          <FilterChips label={t("jobs.column.kind")} chips={kinds.map((one) => ({ value: one, text: t(`jobs.kind.${one}`) }))} value={kind} onChange={(value) => search.set({ kind: value })} />
          {several && (
            <FilterChips
              label={t("jobs.column.cluster")} value={cluster} onChange={(value) => search.set({ cluster: value ?? "all" })}
              chips={[...all, ...(asked && asked !== "all" && !all.some((one) => one.id === asked) ? [{ id: asked, name: t("jobs.filter.other_cluster") }] : [])].map((one) => ({ value: one.id, text: one.name }))}
            />
          )}
          <FilterChips label={t("jobs.column.state")} chips={states.map((one) => ({ value: one, text: t(`common.state.${one}`) }))} value={state} onChange={(value) => search.set({ state: value })} />
        </div>
      </PageHead>
      <div className="page">
        <ListTable
          list={list} columns={columns} onOpen={(job) => void navigate(job.id)}
          empty={
            state || kind || cluster ? (
              <EmptyState text={t("common.list.none_match")} action={<Button onClick={() => search.set({ state: undefined, kind: undefined, cluster: "all" })}>{t("common.list.clear_filters")}</Button>} />
            ) : (
              <EmptyState text={t("jobs.list.none")} action={<Link to="/projects"><Button type="primary">{t("jobs.list.to_projects")}</Button></Link>} />
            )
          }
        />
      </div>
    </>
  );
}
