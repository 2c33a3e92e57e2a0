import { Alert, Button } from "antd";
import { StopOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Link, useParams } from "react-router";
import { keys } from "@/api/keys";
import { getJob, isActive, stopJob } from "@/api/jobs";
import type { Job } from "@/api/contract";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { PageHead } from "@/components/PageHead";
import { StateTag } from "@/components/StateTag";
import { useAsk } from "@/hooks/useAsk";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { sayCode } from "@/lib/say";
import { JobFacts } from "../parts/JobFacts";
import { LogView } from "../parts/LogView";
import { LossCurve } from "../parts/LossCurve";
import { ProgressPanel } from "../parts/ProgressPanel";
import styles from "./JobPage.module.css";

/** Events bring news at once; should the line for them be cut, the job is asked for now and then. */
const POLL_MS = 5000;

export function JobPage() {
  const { t } = useTranslation();
  const { jobId = "" } = useParams();
  const { me, may } = useSession();
  const query = useQuery({
    queryKey: keys.job(jobId),
    queryFn: () => getJob(jobId),
    refetchInterval: ({ state }) => (state.data && !isActive(state.data) ? false : POLL_MS),
  });
  const job = query.data;
  if (query.error && !job) return <div className="page"><ErrorNote error={query.error} retry={() => void query.refetch()} /></div>;
  if (!job) return <Loading />;
  const list = job.kind === "command" || !job.project_id
    ? { to: "/jobs", text: t("jobs.list.title") }
    : job.kind === "train"
      ? { to: `/projects/${job.project_id}/trainings`, text: t("trainings.list.title") }
      : { to: `/projects/${job.project_id}/services`, text: t("services.list.title") };
  const curve = job.progress?.curve ?? [];
  return (
    <>
      <PageHead
        title={job.name}
        above={[list]}
        state={<StateTag state={job.state} />}
        actions={
          <>
            {(may("job.write") || (may("job.write_own") && job.owner === me?.name)) && isActive(job) && job.state !== "stopping" && <StopButton job={job} />}
            {job.model_id && may("model.read") && (
              <Link to={`/projects/${job.project_id}/models/${job.model_id}`}>
                <Button type="primary" data-test="to-model">{t("jobs.page.to_model")}</Button>
              </Link>
            )}
          </>
        }
      />
      <div className="page">
        <Outcome job={job} />
        <div className={styles.split}>
          <div className={styles.live}>
            {isActive(job) && job.kind === "train" && (
              <Block><ProgressPanel job={job} /></Block>
            )}
            {curve.length > 0 && (
              <Block title={t("jobs.curve.title")}><LossCurve curve={curve} /></Block>
            )}
            <Block title={t("jobs.log.title")}>
              <LogView job={job.id} live={isActive(job)} />
            </Block>
          </div>
          <JobFacts job={job} />
        </div>
      </div>
    </>
  );
}

function Outcome({ job }: { job: Job }) {
  const { t } = useTranslation();
  if (job.state === "failed") {
    const reason = job.reason;
    return (
      <Alert
        type="error" showIcon message={t("jobs.page.failed")}
        description={reason ? sayCode(t, reason.code, reason.detail, reason.params) : t("jobs.page.failed_unknown")}
      />
    );
  }
  if (job.state === "stopped") return <Alert type="info" showIcon message={t(job.model_id ? "jobs.page.stopped_kept" : "jobs.page.stopped")} />;
  if (job.state === "succeeded" && job.model_id) return <Alert type="success" showIcon message={t("jobs.page.done")} />;
  return null;
}

function StopButton({ job }: { job: Job }) {
  const { t } = useTranslation();
  const askFirst = useAsk();
  const client = useQueryClient();
  const notify = useNotify();
  const stop = useMutation({
    mutationFn: () => stopJob(job.id),
    onSuccess: (next) => client.setQueryData(keys.job(job.id), next),
    onError: notify.failed,
  });
  const ask = () =>
    askFirst({
      title: t("jobs.stop.title", { name: job.name }),
      content: t(`jobs.stop.${job.kind}`),
      okText: t("common.do.stop"),
      danger: true,
      cancelText: t("jobs.stop.keep"),
      onOk: () => stop.mutateAsync().catch(() => undefined),
    });
  return (
    <Button danger icon={<StopOutlined />} loading={stop.isPending} onClick={ask}>
      {t("common.do.stop")}
    </Button>
  );
}
