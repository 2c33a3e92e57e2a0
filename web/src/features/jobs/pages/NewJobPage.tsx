import { useEffect, useMemo, useRef, useState } from "react";
import { Alert, Button, Segmented } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { getLimits } from "@/api/clusters";
import { getJob, submitJob } from "@/api/jobs";
import { keys } from "@/api/keys";
import { getProject } from "@/api/projects";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { PageHead } from "@/components/PageHead";
import { useCluster } from "@/hooks/useCluster";
import { useKeys, useKeySign } from "@/hooks/useKeys";
import { useNotify } from "@/hooks/useNotify";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { keepBefore, keepDraft, loadBefore, loadDraft, type Draft } from "../lib/draft";
import { byField, faultsOfProblem, sayFault, type Shown } from "../lib/faults";
import { faultsOfForm, formOf, textOf, type Fault } from "../lib/file";
import { canResubmit, emptyForm, formOfJob, type JobForm as Form } from "../lib/form";
import { FilePane } from "../parts/FilePane";
import { JobForm } from "../parts/JobForm";
import { Preview } from "../parts/Preview";
import styles from "./NewJobPage.module.css";

/** An address with `from` begins with what an earlier job was. */
export function NewJobPage() {
  const { t } = useTranslation();
  const search = useSearch();
  const { me } = useSession();
  const user = me?.id ?? "";
  const from = search.get("from");
  const { current } = useCluster();
  const [taken, setTaken] = useState<{ name: string } | null>(null);
  const [draft, setDraft] = useState<Draft | null>(() => (from ? null : (loadDraft(user) ?? { form: { ...emptyForm, cluster: current?.name ?? "" }, text: null })));
  const earlier = useQuery({
    queryKey: ["jobs", from ?? "", "again"],
    queryFn: async () => {
      const job = await getJob(from ?? "");
      const project = job.project_id ? await getProject(job.project_id).then(({ value }) => value.name).catch(() => undefined) : undefined;
      return { job, form: canResubmit(job) ? formOfJob(job, project) : null };
    },
    enabled: from !== undefined,
    staleTime: 0,
    gcTime: 0,
  });
  const found = earlier.data;
  useEffect(() => {
    if (!from || !found?.form) return;
    const before = loadDraft(user);
    if (before) keepBefore(user, before);
    const next = { form: found.form, text: null };
    // From here on it is a draft like any other, also over a reload.
    keepDraft(user, next);
    setDraft(next);
    setTaken({ name: found.job.name });
    search.set({ from: undefined });
  }, [from, found, user, search]);

  const head = (actions?: React.ReactNode, below?: React.ReactNode) => <PageHead title={t("jobs.new.title")} above={[{ to: "/jobs", text: t("jobs.list.title") }]} actions={actions}>{below}</PageHead>;
  if (from && (earlier.error || (found && !found.form))) {
    return (
      <>
        {head()}
        <div className="page">
          {earlier.error ? <ErrorNote error={earlier.error} /> : <Alert type="info" showIcon message={t("jobs.new.no_command")} />}
          <div><Button onClick={() => { setDraft(loadDraft(user) ?? { form: emptyForm, text: null }); search.set({ from: undefined }); }}>{t("jobs.new.empty")}</Button></div>
        </div>
      </>
    );
  }
  if (!draft) return <Loading />;
  return <Editor key={taken?.name ?? ""} head={head} begun={draft} user={user} taken={taken} />;
}

type EditorProps = { head: (actions?: React.ReactNode, below?: React.ReactNode) => React.ReactNode; begun: Draft; user: string; taken: { name: string } | null };

function Editor({ head, begun, user, taken }: EditorProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const notify = useNotify();
  const sign = useKeySign();
  const { all, current } = useCluster();
  const { me } = useSession();
  const page = useRef<HTMLDivElement>(null);
  const [draft, setDraft] = useState(begun);
  const [told, setTold] = useState(taken);
  const [faults, setFaults] = useState<Fault[]>([]);
  const [stuck, setStuck] = useState<Form | null>(null);
  const { form, text } = draft;
  const asFile = text !== null;

  const sent = useRef(false);
  useEffect(() => {
    if (!sent.current) keepDraft(user, draft);
  }, [draft, user]);

  // Where nothing is said, one works where the account says; its limits are shown, not those of the browser's choice.
  const usual = all.find((one) => one.id === me?.virtual_cluster_id);
  const cluster = form.cluster ? all.find((one) => one.name === form.cluster || one.id === form.cluster) : usual;
  const limits = useQuery({ queryKey: keys.clusterLimits(cluster?.id ?? ""), queryFn: () => getLimits(cluster?.id ?? ""), enabled: cluster !== undefined && !asFile, refetchInterval: 10_000 });

  const shown = useMemo(() => (asFile ? text : textOf(form)), [asFile, text, form]);
  const submit = useMutation({
    mutationFn: () => submitJob(shown),
    onSuccess: (job) => {
      sent.current = true;
      keepDraft(user, null);
      client.setQueryData(keys.job(job.id), job);
      void client.invalidateQueries({ queryKey: keys.jobs() });
      notify.done(t("jobs.new.done", { name: job.name }));
      void navigate(`/jobs/${job.id}`);
    },
    onError: (error) => {
      const found = faultsOfProblem(error) ?? [];
      setFaults(found);
      lead(found);
    },
  });
  /** To the first field that something is wrong with. */
  const lead = (found: readonly Fault[]) => {
    if (found.length > 0) requestAnimationFrame(() => page.current?.querySelector("[aria-invalid=true], [role=alert]")?.scrollIntoView?.({ block: "center" }));
  };
  const go = () => {
    if (submit.isPending) return;
    const own = asFile ? [] : faultsOfForm(form);
    setFaults(own);
    if (own.length === 0) submit.mutate();
    else lead(own);
  };
  useKeys([{ keys: ["mod+enter"], meaning: "jobs.key.submit", whileTyping: true, run: go }]);

  const change = (changed: Partial<Form>) => {
    setDraft((before) => ({ ...before, form: { ...before.form, ...changed } }));
    // What is being mended is no longer told to be wrong.
    const mended = new Set(Object.keys(changed).map((key) => FIELD[key as keyof Form]));
    setFaults((before) => before.filter((fault) => ![...byField([fault]).keys()].some((place) => mended.has(place as Shown))));
    submit.reset();
  };
  const toFile = () => {
    setFaults([]);
    setStuck(null);
    submit.reset();
    setDraft({ form, text: textOf(form) });
  };
  const toForm = (force = false) => {
    const read = formOf(text ?? "");
    submit.reset();
    if (read.faults.length > 0 && !force) {
      setFaults(read.faults);
      setStuck(read.faults.some((fault) => fault.field === "-") ? null : read.form);
      return;
    }
    setFaults([]);
    setStuck(null);
    setDraft({ form: read.form, text: null });
  };
  const places = byField(faults);
  const wrongOf = (field: Shown) => {
    const all_ = places.get(field);
    return all_ ? all_.map((fault) => sayFault(t, fault, submit.error)).join("；") : undefined;
  };
  const rest = asFile ? [] : (places.get("-") ?? []);
  const before = told && loadBefore(user);
  return (
    <>
      {head(
        <Button type="primary" loading={submit.isPending} onClick={go} data-test="submit" title={sign("jobs", "jobs.key.submit", "mod+enter")}>{t("jobs.new.submit")}</Button>,
        <Segmented
          value={asFile ? "file" : "form"} onChange={(value) => (value === "file" ? toFile() : toForm())} aria-label={t("jobs.new.how")}
          options={[{ value: "form", label: <span data-test="as-form">{t("jobs.new.as_form")}</span> }, { value: "file", label: <span data-test="as-file">{t("jobs.new.as_file")}</span> }]}
        />,
      )}
      <div className="page" ref={page}>
        {told && (
          <Alert
            type="info" showIcon closable onClose={() => setTold(null)} message={t("jobs.new.taken", { name: told.name })} description={t("jobs.new.taken_says")}
            action={before && <Button size="small" onClick={() => { setDraft(before); setTold(null); setFaults([]); }}>{t("jobs.new.back_to_draft")}</Button>}
          />
        )}
        {!asFile && all.length === 0 && <Alert type="warning" showIcon message={t("jobs.new.no_cluster")} />}
        {(rest.length > 0 || (submit.error && faults.length === 0)) && (
          <div data-test="refused">
            {rest.length > 0 ? <Alert type="error" showIcon message={rest.map((fault) => sayFault(t, fault, submit.error)).join("；")} /> : <ErrorNote error={submit.error} />}
          </div>
        )}
        {asFile ? (
          <FilePane
            text={text} faults={faults} error={submit.error} onChange={(next) => { setDraft({ form, text: next }); setFaults([]); setStuck(null); submit.reset(); }} onForm={() => toForm()}
            {...(stuck ? { onForce: () => toForm(true) } : {})}
          />
        ) : (
          <div className={styles.split}>
            <div className={styles.left}>
              <JobForm
                form={form} onChange={change} limits={limits.data} wrongOf={wrongOf}
                wrongVariables={(places.get("environment") ?? []).map((fault) => fault.field.replace(/^environment\.?/, ""))}
              />
              <div className={styles.buttons}>
                <Button type="primary" loading={submit.isPending} onClick={go}>{t("jobs.new.submit")}</Button>
                <span className={styles.says}><kbd>{sign("jobs", "jobs.key.submit", "mod+enter")}</kbd></span>
              </div>
            </div>
            <Preview
              text={shown} name={form.name}
              onOpen={(opened) => { setFaults([]); const read = formOf(opened); setDraft(read.faults.length > 0 ? { form, text: opened } : { form: read.form, text: null }); setFaults(read.faults); }}
              onClear={() => { setFaults([]); submit.reset(); setDraft({ form: { ...emptyForm, cluster: current?.name ?? "" }, text: null }); }}
            />
          </div>
        )}
      </div>
    </>
  );
}

/** Which place of the page a part of the form stands at. */
const FIELD: Record<keyof Form, Shown> = {
  name: "name", cluster: "virtual_cluster", project: "project", device: "device", devices: "devices", memory: "memory", processes: "processes", command: "command", environment: "environment",
  work: "mounts", priority: "priority", preemptible: "priority", longest: "longest_run", restart: "restart", mostRestarts: "restart", tags: "tags",
};
