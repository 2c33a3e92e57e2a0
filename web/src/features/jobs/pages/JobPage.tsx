import { Alert, Button, Tabs } from "antd";
import { CopyOutlined, DeleteOutlined, PauseOutlined, CaretRightOutlined, StopOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { Link, useNavigate, useParams } from "react-router";
import { keys } from "@/api/keys";
import { getJob, isActive, isOver } from "@/api/jobs";
import type { Job } from "@/api/contract";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { PageHead } from "@/components/PageHead";
import { StateTag } from "@/components/StateTag";
import { useFormat } from "@/hooks/useFormat";
import { useKeys } from "@/hooks/useKeys";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { reasonOf } from "@/lib/jobReason";
import { can, deeds, mayChange, mayEnter, type Deed } from "../lib/can";
import { runsCommand } from "../lib/form";
import { useDeeds } from "../lib/useDeeds";
import { Brief } from "../parts/Brief";
import { Endpoints } from "../parts/Endpoints";
import { Files } from "../parts/Files";
import { Happenings } from "../parts/Happenings";
import { IdleNote } from "../parts/IdleNote";
import { LogView } from "../parts/LogView";
import { NpuConsole } from "../parts/NpuConsole";
import { Terminal } from "../parts/Terminal";
import { Usage } from "../parts/Usage";
import styles from "./JobPage.module.css";

/** Events bring news at once; should the line for them be cut, the job is asked for now and then. */
const POLL_MS = 5000;
const tabs = ["brief", "console", "npu", "usage", "events", "endpoints", "files", "terminal"] as const;
/** Only commands have a work folder of their own, and ways in. */
const OF_COMMANDS: readonly string[] = ["endpoints", "files"];
type Tab = (typeof tabs)[number];

const icons: Record<Deed, React.ReactNode> = { pause: <PauseOutlined />, resume: <CaretRightOutlined />, stop: <StopOutlined />, delete: <DeleteOutlined /> };

export function JobPage() {
  const { t } = useTranslation();
  const { jobId = "" } = useParams();
  const search = useSearch();
  const session = useSession();
  const format = useFormat();
  const query = useQuery({
    queryKey: keys.job(jobId),
    queryFn: () => getJob(jobId),
    refetchInterval: ({ state }) => (state.data && !isActive(state.data) ? false : POLL_MS),
  });
  const tab = tabs.find((one) => one === search.get("tab")) ?? "brief";
  // A terminal that is open stays until somebody leaves it.
  const shows = (job: Job, one: Tab): boolean =>
    one === "usage" ? job.kind !== "import" && job.kind !== "export"
    : one === "npu" ? isNpu(job.device) && job.devices !== 0
    : one === "terminal" ? runsCommand(job) && mayEnter(job, session) && (tab === one || !isOver(job))
    : !OF_COMMANDS.includes(one) || runsCommand(job);
  // What belongs to one tab goes with it.
  const go = (next: Tab) => search.set({
    tab: next === "brief" ? undefined : next, ...(next === tab ? {} : { q: undefined }), ...(next === "console" ? {} : { stream: undefined, rank: undefined, states: undefined, regex: undefined }), ...(next === "usage" ? {} : { span: undefined, task: undefined }),
    ...(next === "npu" ? {} : { card: undefined }), ...(next === "files" ? {} : { dir: undefined, file: undefined, sort: undefined }),
  });
  useKeys([
    { keys: ["1"], meaning: "jobs.key.brief", run: () => go("brief") },
    { keys: ["2"], meaning: "jobs.key.console", run: () => go("console") },
    { keys: ["3"], meaning: "jobs.key.usage", run: () => go("usage") },
    { keys: ["4"], meaning: "jobs.key.events", run: () => go("events") },
    { keys: ["5"], meaning: "jobs.key.endpoints", run: () => go("endpoints") },
    { keys: ["6"], meaning: "jobs.key.files", run: () => go("files") },
    { keys: ["7"], meaning: "jobs.key.terminal", run: () => query.data && shows(query.data, "terminal") && go("terminal") },
  ]);
  const job = query.data;
  if (query.error && !job) return <div className="page"><ErrorNote error={query.error} retry={() => void query.refetch()} /></div>;
  if (!job) return <Loading />;
  const list = (job.kind === "prelabel" || job.kind === "advise") && job.project_id
    ? { to: `/projects/${job.project_id}/data`, text: t("data.page.title") }
    : runsCommand(job) || job.kind === "import" || job.kind === "export" || job.kind === "recipe" || !job.project_id
    ? { to: "/jobs", text: t("jobs.list.title") }
    : job.kind === "train"
      ? { to: `/projects/${job.project_id}/trainings`, text: t("trainings.list.title") }
      : { to: `/projects/${job.project_id}/services`, text: t("services.list.title") };
  return (
    <>
      <PageHead title={job.name} above={[list]} state={<StateTag state={job.state} />} actions={<Actions job={job} back={list.to} />}>
        <Tabs activeKey={tab} onChange={(key) => go(key as Tab)} className={styles.tabs} items={tabs.filter((key) => shows(job, key)).map((key) => ({ key, label: <span data-test={`tab-${key}`}>{t(`jobs.tab.${key}`)}</span> }))} />
      </PageHead>
      <div className="page">
        {job.deleted_at && job.kept_until && <Alert type="warning" showIcon message={t("jobs.page.deleted", { at: format.moment(job.deleted_at), until: format.moment(job.kept_until) })} data-test="deleted" />}
        <IdleNote job={job} />
        <Outcome job={job} toConsole={tab === "console" ? undefined : () => go("console")} />
        {tab === "brief" && <Brief job={job} />}
        {tab === "console" && <LogView key={job.id} job={job} live={isActive(job)} />}
        {tab === "npu" && shows(job, tab) && <NpuConsole job={job} />}
        {tab === "usage" && shows(job, tab) && <Usage job={job} />}
        {tab === "events" && <Happenings job={job} />}
        {tab === "endpoints" && <Endpoints job={job} />}
        {tab === "files" && shows(job, tab) && <Files job={job} />}
        {tab === "terminal" && shows(job, tab) && <Terminal job={job} />}
      </div>
    </>
  );
}

const isNpu = (device: string) => device.startsWith("huawei_npu");


function Actions({ job, back }: { job: Job; back: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const session = useSession();
  const { may } = session;
  const { busy, act } = useDeeds();
  const doable = mayChange(job, session) ? deeds.filter((deed) => can(job, deed)) : [];
  return (
    <>
      {doable.map((deed) => (
        <Button
          key={deed} type={deed === "resume" ? "primary" : "default"} danger={deed === "stop" || deed === "delete"} icon={icons[deed]} loading={busy === deed} data-test={`do-${deed}`}
          onClick={() => act(deed, [job], deed === "delete" ? () => void navigate(back, { replace: true }) : undefined)}
        >
          {t(`jobs.do.${deed}`)}
        </Button>
      ))}
      {runsCommand(job) && may("job.write_own") && (
        <Link to={`/expert/submit?from=${job.id}`}>
          <Button type={isOver(job) ? "primary" : "default"} icon={<CopyOutlined />} data-test="resubmit">{t("jobs.do.resubmit")}</Button>
        </Link>
      )}
      {job.model_id && may("model.read") && (
        <Link to={`/projects/${job.project_id}/models/${job.model_id}`}>
          <Button type="primary" data-test="to-model">{t("jobs.page.to_model")}</Button>
        </Link>
      )}
    </>
  );
}

function Outcome({ job, toConsole }: { job: Job; toConsole: (() => void) | undefined }) {
  const { t } = useTranslation();
  if (job.state === "failed") {
    return (
      <Alert
        type="error" showIcon message={t("jobs.page.failed")}
        description={reasonOf(t, job) ?? t("jobs.page.failed_unknown")}
        action={toConsole && <Button size="small" onClick={toConsole}>{t("jobs.page.to_log")}</Button>}
      />
    );
  }
  if (job.state === "stopped") {
    return <Alert type="info" showIcon message={t(job.model_id ? "jobs.page.stopped_kept" : "jobs.page.stopped")} description={reasonOf(t, job)} />;
  }
  if (job.state === "succeeded" && job.model_id) return <Alert type="success" showIcon message={t("jobs.page.done")} />;
  return null;
}
