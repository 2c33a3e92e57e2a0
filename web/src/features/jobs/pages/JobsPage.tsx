import { useState } from "react";
import { AutoComplete, Button, Progress, Select } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import type { TableColumnsType } from "antd";
import { useTranslation } from "@/i18n";
import { Link, useNavigate } from "react-router";
import { isActive, listJobs, type JobQuery } from "@/api/jobs";
import { keys } from "@/api/keys";
import type { Job, JobState } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { FilterChips } from "@/components/FilterChips";
import { JobStateCell } from "@/components/JobSays";
import { ListTable } from "@/components/ListTable";
import { PageHead } from "@/components/PageHead";
import { RowMenu } from "@/components/RowMenu";
import { SearchBox } from "@/components/SearchBox";
import { TimeAgo } from "@/components/TimeAgo";
import { useCluster } from "@/hooks/useCluster";
import { useFormat } from "@/hooks/useFormat";
import { useKeys } from "@/hooks/useKeys";
import { useListSort } from "@/hooks/useListSort";
import { usePaged } from "@/hooks/usePaged";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { can, deeds, mayChange, seesOthers } from "../lib/can";
import { MOST_COUNTED, orderOf, severalOf, toggled, USUAL } from "../lib/query";
import { useDeeds } from "../lib/useDeeds";
import { Days } from "../parts/Days";
import { DeletedJobs } from "../parts/DeletedJobs";
import { JobTabs } from "../parts/JobTabs";
import { Priority } from "../parts/Priority";
import { SharedEndpoints } from "../parts/SharedEndpoints";
import { Took } from "../parts/Took";
import styles from "./JobsPage.module.css";

const states = ["queued", "starting", "running", "pausing", "paused", "preempting", "stopping", "succeeded", "failed", "stopped"] as const satisfies readonly JobState[];
const kinds = ["command", "training", "development", "visualisation", "train", "service", "import", "export", "recipe", "prelabel", "advise"] as const;
const spans = ["1", "7", "30"] as const;
const DAY_MS = 86_400_000;
const HIDDEN = ["started_at", "ended_at", "preemptible", "ends_by"];

/** One's own jobs, all jobs for those who may see them, of all projects, and those that were deleted of late. */
export function JobsPage() {
  return useSearch().get("scope") === "deleted" ? <DeletedJobs /> : <Jobs />;
}

function Jobs() {
  const { t } = useTranslation();
  const search = useSearch();
  const navigate = useNavigate();
  const session = useSession();
  const format = useFormat();
  const { me, may } = session;
  const sorting = useListSort(search, USUAL);
  const chosen = severalOf(search.get("state"), states);
  const chosenKinds = severalOf(search.get("kind"), kinds);
  const days = spans.find((one) => one === search.get("days"));
  const others = seesOthers(session);
  const everybody = others && search.get("scope") === "all";
  const { current, all } = useCluster();
  // The one that one works in, unless another, or all, were asked for.
  const asked = search.get("cluster");
  const several = all.length > 1 || asked !== undefined;
  const cluster = asked === "all" || !several ? undefined : (asked ?? current?.id);
  const owner = everybody ? search.get("owner") : others ? me?.id : undefined;
  const words = search.get("q");
  const device = search.get("device");
  const times = ["submitted_from", "submitted_to", "ended_from", "ended_to"].flatMap((name) => {
    const at = search.get(name);
    return at && !Number.isNaN(Date.parse(at)) ? [[name, at] as const] : [];
  });
  const [opened] = useState(() => Date.now());
  const query: JobQuery = {
    sort: orderOf(sorting.sort),
    ...(chosen.length > 0 ? { state: chosen.join(",") } : {}), ...(chosenKinds.length > 0 ? { kind: chosenKinds.join(",") } : {}),
    ...(cluster ? { virtual_cluster_id: cluster } : {}), ...(owner ? { owner } : {}), ...(device ? { device } : {}), ...(words ? { q: words } : {}),
    ...(days ? { submitted_from: new Date(opened - Number(days) * DAY_MS).toISOString() } : {}), ...Object.fromEntries(times),
  };
  const paged = usePaged(keys.jobs(query), (cursor) => listJobs({ ...query, limit: 50, ...(cursor ? { cursor } : {}) }));
  // Words and times are counted so far and no further.
  const list = { ...paged, open: paged.more !== undefined && (words !== undefined || days !== undefined || times.length > 0) && paged.total < MOST_COUNTED && paged.total >= 200 };
  const { busy, act } = useDeeds();
  const [ids, setIds] = useState<string[]>([]);
  const ticked = list.items.filter((job) => ids.includes(job.id));
  const submits = may("job.write_own");
  useKeys([{ keys: ["n"], meaning: "jobs.key.new", run: () => void navigate("/expert/submit") }], submits);

  const doable = (job: Job) => deeds.filter((deed) => can(job, deed) && mayChange(job, session));
  const submit = submits && (
    <Link to="/expert/submit"><Button type="primary" icon={<PlusOutlined />} data-test="submit-job">{t("jobs.list.submit")}</Button></Link>
  );
  const filtered = chosen.length > 0 || chosenKinds.length > 0 || times.length > 0 || Boolean(days ?? words ?? device ?? (everybody ? owner : undefined) ?? cluster);
  const clear = () =>
    search.set({
      state: undefined, kind: undefined, days: undefined, q: undefined, owner: undefined, device: undefined, submitted_from: undefined, submitted_to: undefined,
      ended_from: undefined, ended_to: undefined, cluster: several ? "all" : undefined,
    });
  const columns: TableColumnsType<Job> = [
    {
      ...sorting.column("name"), title: t("jobs.column.name"),
      render: (_, job) => (
        <span className={styles.name}>
          <Link to={`/jobs/${job.id}`}>{job.name}</Link>
          {job.tags.map((tag) => <span key={tag} className={styles.tag}>{tag}</span>)}
        </span>
      ),
    },
    { key: "kind", title: t("jobs.column.kind"), render: (_, job) => t(`jobs.kind.${job.kind}`) },
    {
      ...sorting.column("state"), title: t("jobs.column.state"),
      render: (_, job) => (
        <span className={styles.state}>
          <JobStateCell job={job} />
          {job.kind === "train" && isActive(job) && job.progress && job.progress.total > 0 && (
            <span className={styles.progress}><Progress percent={Math.floor((100 * job.progress.done) / job.progress.total)} size="small" /></span>
          )}
        </span>
      ),
    },
    { key: "devices", title: t("jobs.column.devices"), render: (_, job) => (job.kind === "service" ? "–" : `${job.device} × ${job.devices === null ? (job.cores > 0 ? job.cores : "…") : job.devices * (job.nodes ?? 1)}`) },
    { ...sorting.column("priority"), title: t("jobs.column.priority"), align: "right", className: "number", render: (_, job) => <Priority job={job} brief /> },
    ...(everybody ? [{ ...sorting.column("owner"), title: t("jobs.column.owner"), render: (_: unknown, job: Job) => job.owner ?? "–" }] : []),
    ...(several ? [{ key: "cluster", title: t("jobs.column.cluster"), render: (_: unknown, job: Job) => job.virtual_cluster?.name ?? "–" }] : []),
    { ...sorting.column("created_at"), title: t("jobs.column.created"), render: (_, job) => <TimeAgo at={job.created_at} /> },
    { ...sorting.column("started_at"), title: t("jobs.column.started"), render: (_, job) => (job.started_at ? <TimeAgo at={job.started_at} /> : "–") },
    { ...sorting.column("ended_at"), title: t("jobs.column.ended"), render: (_, job) => (job.ended_at ? <TimeAgo at={job.ended_at} /> : "–") },
    { key: "preemptible", title: t("jobs.column.preemptible"), render: (_, job) => t(job.preemptible ? "jobs.fact.yes" : "jobs.fact.no") },
    { key: "ends_by", title: t("jobs.column.ends_by"), render: (_, job) => (job.ends_by ? <time dateTime={job.ends_by}>{format.moment(job.ends_by)}</time> : "–") },
    { ...sorting.column("duration"), title: t("jobs.column.took"), align: "right", className: "number", render: (_, job) => <Took job={job} /> },
    {
      key: "do", align: "right",
      render: (_, job) => (
        <RowMenu
          label={`${t("jobs.list.more")} ${job.name}`} onPick={(deed) => act(deed, [job])}
          choices={doable(job).map((deed) => ({ key: deed, label: t(`jobs.do.${deed}`), danger: deed === "stop" || deed === "delete" }))}
        />
      ),
    },
  ];
  const owners = [...new Set(list.items.flatMap((job) => job.owner ?? []))].sort();
  const devices = [...new Set(["cpu", ...(device ? [device] : []), ...list.items.map((job) => job.device)])].sort();
  return (
    <>
      <PageHead title={t("jobs.list.title")} actions={submit}>
        <JobTabs active={everybody ? "all" : "mine"} others={others} onChange={(scope) => { setIds([]); search.set({ scope, owner: undefined, ...(scope === "deleted" ? { q: undefined } : {}) }); }} />
        <div className={styles.filters}>
          <SearchBox search={search} label={t("jobs.list.search")} />
          {everybody && (
            <AutoComplete
              className={styles.owner} allowClear defaultValue={owner} key={`owner ${owner ?? ""}`} placeholder={t("jobs.filter.owner")} aria-label={t("jobs.filter.owner")} data-test="owner"
              options={owners.map((name) => ({ value: name }))} onSelect={(name: string) => search.set({ owner: name })} onClear={() => search.set({ owner: undefined })}
              onKeyDown={(event) => event.key === "Enter" && search.set({ owner: (event.target as HTMLInputElement).value.trim() })}
            />
          )}
          <FilterChips label={t("jobs.column.kind")} chips={kinds.map((one) => ({ value: one, text: t(`jobs.kind.${one}`) }))} value={chosenKinds} onChange={(value) => search.set({ kind: toggled(chosenKinds, value) })} />
          {several && (
            <FilterChips
              label={t("jobs.column.cluster")} value={cluster} onChange={(value) => search.set({ cluster: value ?? "all" })}
              chips={[...all, ...(asked && asked !== "all" && !all.some((one) => one.id === asked) ? [{ id: asked, name: t("jobs.filter.other_cluster") }] : [])].map((one) => ({ value: one.id, text: one.name }))}
            />
          )}
          <FilterChips
            label={t("jobs.filter.time")} chips={spans.map((one) => ({ value: one, text: t(`jobs.filter.time_${one}`) }))} value={days}
            onChange={(value) => search.set({ days: value, submitted_from: undefined, submitted_to: undefined })}
          />
          <Days
            label={t("jobs.filter.time")} from={search.get("submitted_from")} to={search.get("submitted_to")} name="submitted"
            onChange={(from, to) => search.set({ submitted_from: from, submitted_to: to, days: undefined })}
          />
          <Days label={t("jobs.filter.ended")} from={search.get("ended_from")} to={search.get("ended_to")} name="ended" onChange={(from, to) => search.set({ ended_from: from, ended_to: to })} />
          <Select
            className={styles.owner} allowClear value={device} placeholder={t("jobs.filter.device")} aria-label={t("jobs.filter.device")} data-test="device-filter"
            options={devices.map((one) => ({ value: one, label: one }))} onChange={(value?: string) => search.set({ device: value })}
          />
          <FilterChips label={t("jobs.column.state")} chips={states.map((one) => ({ value: one, text: t(`common.state.${one}`) }))} value={chosen} onChange={(value) => search.set({ state: toggled(chosen, value) })} />
        </div>
      </PageHead>
      <div className="page">
        <SharedEndpoints />
        <ListTable
          name="jobs" search={search} hidden={HIDDEN} list={list} columns={columns} onOpen={(job) => void navigate(`/jobs/${job.id}`)} onSort={sorting.onSort}
          {...(submits
            ? {
                ticked: {
                  ids, set: setIds, not: (job: Job) => doable(job).length === 0,
                  actions: deeds.map((deed) => {
                    const jobs = ticked.filter((job) => doable(job).includes(deed));
                    return jobs.length > 0 ? (
                      <Button key={deed} size="small" danger={deed === "stop" || deed === "delete"} loading={busy === deed} onClick={() => act(deed, jobs, () => setIds([]))} data-test={`bulk-${deed}`}>
                        {t("jobs.bulk.count", { what: t(`jobs.do.${deed}`), n: jobs.length })}
                      </Button>
                    ) : null;
                  }),
                },
              }
            : {})}
          empty={
            filtered ? (
              <EmptyState text={t("common.list.none_match")} action={<Button onClick={clear}>{t("common.list.clear_filters")}</Button>} />
            ) : (
              <EmptyState text={t(everybody ? "jobs.list.none" : "jobs.list.none_mine")} action={submit || <Link to="/projects"><Button type="primary">{t("jobs.list.to_projects")}</Button></Link>} />
            )
          }
        />
      </div>
    </>
  );
}
