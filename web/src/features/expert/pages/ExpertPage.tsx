import { Button } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { getLimits, listClusters } from "@/api/clusters";
import { listActiveJobs, listJobs, MOST_ACTIVE } from "@/api/jobs";
import { keys } from "@/api/keys";
import type { Job } from "@/api/contract";
import { Block } from "@/components/Block";
import { CopyButton } from "@/components/CopyButton";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { JobWaits } from "@/components/JobSays";
import { Loading } from "@/components/Loading";
import { PageHead } from "@/components/PageHead";
import { StateTag } from "@/components/StateTag";
import { TimeAgo } from "@/components/TimeAgo";
import { useCluster } from "@/hooks/useCluster";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { homeOf } from "@/lib/home";
import { reasonOf } from "@/lib/jobReason";
import { ClusterCard } from "../parts/ClusterCard";
import { StorageCard } from "../parts/StorageCard";
import styles from "../parts/parts.module.css";

/** Numbers move with every job of anybody; events tell of those that one may see. */
const AGAIN_MS = 10_000;
/** Where the server shows its folder of data to jobs. */
const DATA = "/data";
/** So many of those that wait are told why at once; of the others their pages tell. */
const MOST_TOLD = 3;

/** Where somebody with a command of their own begins. */
export function ExpertPage() {
  const { t } = useTranslation();
  const { me, may } = useSession();
  const { current } = useCluster();
  const clusters = useQuery({ queryKey: keys.clusterUse({ mine: true }), queryFn: () => listClusters({ mine: true, limit: 50, sort: "name" }), refetchInterval: AGAIN_MS });
  const active = useQuery({ queryKey: ["jobs", "active", me?.id ?? ""], queryFn: () => listActiveJobs(me?.id) });
  const pausedQuery = { state: "paused", limit: 50, ...(me ? { owner: me.id } : {}) };
  const paused = useQuery({ queryKey: keys.jobs(pausedQuery), queryFn: () => listJobs(pausedQuery) });
  const limits = useQuery({ queryKey: keys.clusterLimits(current?.id ?? ""), queryFn: () => getLimits(current?.id ?? ""), enabled: current !== undefined });
  const own = (active.data ?? []).filter((job) => job.owner === me?.name);
  const waiting = own.filter((job) => job.state === "queued");
  const running = own.filter((job) => job.state !== "queued");
  const resting = (paused.data?.items ?? []).filter((job) => job.owner === me?.name);
  const submit = may("job.write_own") && (
    <Link to="/expert/submit"><Button type="primary" icon={<PlusOutlined />} data-test="submit-job">{t("jobs.list.submit")}</Button></Link>
  );
  const home = homeOf(me?.name ?? "");
  return (
    <>
      <PageHead title={t("expert.home.title")} sub={t("expert.home.lead")} actions={submit} />
      <div className="page">
        <ErrorNote error={clusters.error} retry={() => void clusters.refetch()} />
        {clusters.isPending && <Loading />}
        {clusters.data?.items.length === 0 && <EmptyState text={t("expert.home.no_cluster")} />}
        <div className={styles.cards}>
          {clusters.data?.items.map((cluster) => <ClusterCard key={cluster.id} cluster={cluster} own={own} counted={own.length >= MOST_ACTIVE ? me?.id : undefined} current={cluster.id === current?.id && clusters.data.items.length > 1} />)}
        </div>
        <div className={styles.columns}>
          <div className={styles.card}>
            <Jobs title={t("expert.home.running")} jobs={running} loading={active.isPending} error={active.error} none={t("expert.home.none_running")} action={submit} />
            {(waiting.length > 0 || resting.length > 0 || paused.error !== null) && <Jobs title={t("expert.home.waiting")} told={new Set(waiting.slice(0, MOST_TOLD).map((job) => job.id))} jobs={[...waiting, ...resting]} loading={false} error={paused.error} none="" action={null} />}
          </div>
          <div className={styles.card}>
            <Block title={t("expert.home.folder")}>
              <div className={styles.card}>
                <div className={styles.path}>
                  <code data-test="home">{home}</code>
                  <CopyButton size="small" text={home} />
                </div>
                <p className={styles.quiet}>{t("expert.home.folder_says")}</p>
                {limits.data?.data_folder && (
                  <>
                    <div className={styles.path}>
                      <code data-test="data">{DATA}</code>
                      <CopyButton size="small" text={DATA} />
                    </div>
                    <p className={styles.quiet}>{t("expert.home.data_says")}</p>
                  </>
                )}
              </div>
            </Block>
            <StorageCard />
          </div>
        </div>
      </div>
    </>
  );
}

type JobsProps = { title: string; /** Of which it is asked why they wait */ told?: ReadonlySet<string>; jobs: readonly Job[]; loading: boolean; error: unknown; none: string; action: React.ReactNode };
const MOST = 12;

function Jobs({ title, told, jobs, loading, error, none, action }: JobsProps) {
  const { t } = useTranslation();
  return (
    <Block title={title} extra={<Link to="/jobs?cluster=all">{t("expert.home.all_mine")}</Link>}>
      <ErrorNote error={error} />
      {!loading && !error && jobs.length === 0 && <EmptyState small text={none} action={action} />}
      <ul className={styles.list}>
        {jobs.slice(0, MOST).map((job) => (
          <li key={job.id}>
            <Link to={`/jobs/${job.id}`} className={styles.line}>
              <span className={styles.name} title={job.name}>{job.name}</span>
              <StateTag state={job.state} />
              <span className={styles.faint}><TimeAgo at={job.started_at ?? job.created_at} /></span>
              {told?.has(job.id) && <span className={styles.why} data-test="waits"><JobWaits job={job} /></span>}
              {job.state !== "queued" && job.reason && <span className={styles.why}>{reasonOf(t, job)}</span>}
            </Link>
          </li>
        ))}
      </ul>
      {jobs.length > MOST && <p className={styles.quiet}>{t("expert.home.more", { n: jobs.length - MOST })}</p>}
    </Block>
  );
}
