import type { TableColumnsType } from "antd";
import { Link, useNavigate } from "react-router";
import { listDeletedJobs } from "@/api/jobs";
import { keys } from "@/api/keys";
import type { Job } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { ListTable } from "@/components/ListTable";
import { PageHead } from "@/components/PageHead";
import { SearchBox } from "@/components/SearchBox";
import { JobStateCell } from "@/components/JobSays";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { usePaged } from "@/hooks/usePaged";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { seesOthers } from "../lib/can";
import { JobTabs } from "./JobTabs";
import styles from "./JobTabs.module.css";

/** Jobs that were deleted, for as long as the server keeps their logs and work folders. */
export function DeletedJobs() {
  const { t } = useTranslation();
  const search = useSearch();
  const navigate = useNavigate();
  const session = useSession();
  const format = useFormat();
  const q = search.get("q");
  const list = usePaged(keys.deletedJobs(q), (cursor) => listDeletedJobs({ limit: 50, ...(q ? { q } : {}), ...(cursor ? { cursor } : {}) }));
  const columns: TableColumnsType<Job> = [
    { key: "name", title: t("jobs.column.name"), render: (_, job) => <Link to={`/jobs/${job.id}`}>{job.name}</Link> },
    { key: "kind", title: t("jobs.column.kind"), render: (_, job) => t(`jobs.kind.${job.kind}`) },
    { key: "state", title: t("jobs.column.state"), render: (_, job) => <JobStateCell job={job} /> },
    { key: "owner", title: t("jobs.column.owner"), render: (_, job) => job.owner ?? "–" },
    { key: "created_at", title: t("jobs.column.created"), render: (_, job) => <TimeAgo at={job.created_at} /> },
    { key: "deleted_at", title: t("jobs.column.deleted"), render: (_, job) => (job.deleted_at ? <TimeAgo at={job.deleted_at} /> : "–") },
    { key: "kept_until", title: t("jobs.column.kept_until"), render: (_, job) => (job.kept_until ? format.moment(job.kept_until) : "–") },
  ];
  return (
    <>
      <PageHead title={t("jobs.list.title")}>
        <JobTabs active="deleted" others={seesOthers(session)} onChange={(scope) => search.set({ scope, q: undefined })} />
        <div className={styles.below}><SearchBox search={search} label={t("jobs.list.search_name")} /></div>
      </PageHead>
      <div className="page">
        <ListTable
          name="deleted-jobs" search={search} list={list} columns={columns} onOpen={(job) => void navigate(`/jobs/${job.id}`)}
          empty={<EmptyState text={t(q ? "common.list.none_match" : "jobs.list.none_deleted")} />}
        />
      </div>
    </>
  );
}
