import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Alert, Button, Segmented } from "antd";
import { SaveOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { getLimits } from "@/api/clusters";
import { everyPage } from "@/api/everyPage";
import { getJob, submitJob } from "@/api/jobs";
import { keys } from "@/api/keys";
import { getProject } from "@/api/projects";
import { getVersion } from "@/api/sets";
import { getTemplate, listTemplates } from "@/api/templates";
import type { Id } from "@/api/contract";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { PageHead } from "@/components/PageHead";
import { useCluster } from "@/hooks/useCluster";
import { useFormat } from "@/hooks/useFormat";
import { useKeys, useKeySign } from "@/hooks/useKeys";
import { useNotify } from "@/hooks/useNotify";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { keepBefore, keepDraft, loadBefore, loadDraft, type Draft } from "../lib/draft";
import { byField, faultsOfProblem, sayFault, type Shown } from "../lib/faults";
import { faultsOfForm, formOf, textOf, type Fault } from "../lib/file";
import { emptyForm, formOfJob, readVersions, runsCommand, type JobForm as Form } from "../lib/form";
import { startOf } from "../lib/outlook";
import { draftOf, fileOfForm, isEmpty, nameOf, scopeOf } from "../lib/template";
import { FilePane } from "../parts/FilePane";
import { JobForm } from "../parts/JobForm";
import { Preview } from "../parts/Preview";
import { TemplateDialog, TemplateSelect } from "../parts/TemplateDialog";
import styles from "./NewJobPage.module.css";

/** What the form was begun with. */
type Taken = { name: string; what: "job" | "template"; id?: string };

/** An address with `from` begins with what an earlier job was, one with `template` with a template; else with what one worked on, or the usual template. */
export function NewJobPage() {
  const { t } = useTranslation();
  const search = useSearch();
  const { me } = useSession();
  const user = me?.id ?? "";
  const from = search.get("from");
  const asked = search.get("template");
  const { current } = useCluster();
  const cluster = current?.name ?? "";
  const [taken, setTaken] = useState<Taken | null>(null);
  const [draft, setDraft] = useState<Draft | null>(() => (from || asked ? null : keptDraft(user)));
  const empty = useCallback((): Draft => ({ form: { ...emptyForm, cluster }, text: null }), [cluster]);
  const earlier = useQuery({
    queryKey: ["jobs", from ?? "", "again"],
    queryFn: async () => {
      const job = await getJob(from ?? "");
      const project = job.project_id ? await getProject(job.project_id).then(({ value }) => value.name).catch(() => undefined) : undefined;
      const named = new Map(await Promise.all(readVersions(job.spec).filter(({ id }) => id !== "").map(async ({ id }) => [id, await versionNow(id)] as const)));
      return { job, form: runsCommand(job) ? formOfJob(job, project, named) : null };
    },
    enabled: from !== undefined,
    staleTime: 0,
    gcTime: 0,
  });
  const usual = useQuery({ queryKey: keys.templates(PICK), queryFn: () => everyPage((at) => listTemplates({ ...PICK, ...at })), enabled: !from && !asked && draft === null });
  const usualId = usual.data?.items.find((one) => one.is_default)?.id;
  const wanted = asked ?? (from || draft !== null ? undefined : usualId);
  const template = useQuery({ queryKey: keys.template(wanted ?? ""), queryFn: () => getTemplate(wanted ?? ""), enabled: wanted !== undefined, staleTime: 0 });

  const begin = useCallback(
    (next: Draft, with_: Taken, keep: boolean) => {
      const before = keep ? keptDraft(user) : null;
      if (before) keepBefore(user, before);
      // From here on it is a draft like any other, also over a reload.
      keepDraft(user, next);
      setDraft(next);
      setTaken(with_);
    },
    [user],
  );
  const found = earlier.data;
  useEffect(() => {
    if (!from || !found?.form) return;
    begin({ form: found.form, text: null }, { name: found.job.name, what: "job" }, true);
    search.set({ from: undefined });
  }, [from, found, search, begin]);
  const chosen = template.data?.value;
  useEffect(() => {
    if (!chosen || chosen.id !== wanted) return;
    begin(draftOf(chosen.file, cluster), { name: nameOf(t, chosen), what: "template", id: chosen.id }, asked !== undefined);
    if (asked) search.set({ template: undefined });
  }, [chosen, wanted, asked, search, begin, cluster, t]);
  // Nothing to begin with, or no way to know.
  const alone = !from && !asked && draft === null && ((usual.isSuccess && usualId === undefined) || usual.isError || template.isError);
  useEffect(() => {
    if (alone) setDraft(empty());
  }, [alone, empty]);

  const head = (actions?: React.ReactNode, below?: React.ReactNode) => <PageHead title={t("jobs.new.title")} above={[{ to: "/jobs", text: t("jobs.list.title") }]} actions={actions}>{below}</PageHead>;
  const problem = from ? earlier.error : asked ? template.error : null;
  if (problem ?? (from && found && !found.form)) {
    return (
      <>
        {head()}
        <div className="page">
          {problem ? <ErrorNote error={problem} /> : <Alert type="info" showIcon message={t("jobs.new.no_command")} />}
          <div><Button onClick={() => { setDraft(keptDraft(user) ?? empty()); search.set({ from: undefined, template: undefined }); }}>{t("jobs.new.empty")}</Button></div>
        </div>
      </>
    );
  }
  if (!draft || asked) return <Loading />;
  return <Editor key={taken ? `${taken.what} ${taken.name}` : ""} head={head} begun={draft} user={user} taken={taken} onTemplate={(id) => search.set({ template: id })} />;
}

const PICK = { limit: 200 };

/** As it is called since its project was renamed; of one that is not to be seen its id, so that nothing else is taken for it. */
async function versionNow(id: Id): Promise<string> {
  try {
    const { project_id, number } = (await getVersion(id)).value;
    return `${(await getProject(project_id)).value.name}/${number}`;
  } catch {
    return id;
  }
}

/** What somebody worked on, where it is more than an untouched form. */
function keptDraft(user: string): Draft | null {
  const kept = loadDraft(user);
  return kept && !isEmpty(kept) ? kept : null;
}

type EditorProps = { head: (actions?: React.ReactNode, below?: React.ReactNode) => React.ReactNode; begun: Draft; user: string; taken: Taken | null; onTemplate: (id: string) => void };

function Editor({ head, begun, user, taken, onTemplate }: EditorProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const notify = useNotify();
  const sign = useKeySign();
  const format = useFormat();
  const { all, current } = useCluster();
  const { me, may } = useSession();
  const [saving, setSaving] = useState(false);
  const templates = useQuery({ queryKey: keys.templates(PICK), queryFn: () => everyPage((at) => listTemplates({ ...PICK, ...at })), enabled: may("job.write_own") });
  const page = useRef<HTMLDivElement>(null);
  const [draft, setDraft] = useState(begun);
  const [told, setTold] = useState(taken);
  const [faults, setFaults] = useState<Fault[]>([]);
  const [stuck, setStuck] = useState<Form | null>(null);
  const { form, text } = draft;
  const asFile = text !== null;

  // A form that was cleared, or filled from a file, comes from no template any more.
  const source = useRef(taken?.id);
  const sent = useRef(false);
  useEffect(() => {
    if (!sent.current) keepDraft(user, draft);
  }, [draft, user]);

  // Where nothing is said, one works where the account says; its limits are shown, not those of the browser's choice.
  const usual = all.find((one) => one.id === me?.virtual_cluster_id);
  const cluster = form.cluster ? all.find((one) => one.name === form.cluster || one.id === form.cluster) : usual;
  const wanted = { device: form.device, ...(form.devices === null ? {} : { devices: form.devices }), ...(form.distributed && form.nodes !== null ? { nodes: form.nodes } : {}) };
  const limits = useQuery({
    queryKey: keys.clusterLimits(cluster?.id ?? "", wanted), queryFn: () => getLimits(cluster?.id ?? "", wanted), enabled: cluster !== undefined && !asFile, refetchInterval: 10_000,
    // While one types the numbers of before stand there; those of another virtual cluster do not.
    placeholderData: (before) => (before?.id === cluster?.id ? before : undefined),
  });

  const shown = useMemo(() => (asFile ? text : textOf(form)), [asFile, text, form]);
  const submit = useMutation({
    mutationFn: () => (source.current ? submitJob(shown, source.current) : submitJob(shown)),
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
  useKeys([{ keys: ["mod+enter"], meaning: "jobs.key.submit", whileTyping: true, run: go }], !saving);

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
        <div className={styles.buttons}>
        <Segmented
          value={asFile ? "file" : "form"} onChange={(value) => (value === "file" ? toFile() : toForm())} aria-label={t("jobs.new.how")}
          options={[{ value: "form", label: <span data-test="as-form">{t("jobs.new.as_form")}</span> }, { value: "file", label: <span data-test="as-file">{t("jobs.new.as_file")}</span> }]}
        />
        <TemplateSelect options={(templates.data?.items ?? []).map((one) => ({ value: one.id, label: `${nameOf(t, one)} (${scopeOf(t, one)})` }))} onPick={onTemplate} />
        <Button icon={<SaveOutlined />} onClick={() => setSaving(true)} data-test="to-template">{t("templates.save_as")}</Button>
        </div>,
      )}
      {saving && <TemplateDialog file={asFile ? text : fileOfForm(form)} name={form.name.trim().slice(0, 60)} title={t("templates.save_as")} onClose={() => setSaving(false)} onDone={() => setSaving(false)} />}
      <div className="page" ref={page}>
        {told && (
          <Alert
            type="info" showIcon closable onClose={() => setTold(null)} message={t(told.what === "job" ? "jobs.new.taken" : "templates.taken", { name: told.name })} description={told.what === "job" ? t("jobs.new.taken_says") : undefined}
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
                wrongValue={(name) => {
                  const wrong = (places.get("values") ?? []).filter((fault) => fault.field === `values.${name}`);
                  return wrong.length > 0 ? wrong.map((fault) => sayFault(t, fault, submit.error)).join("；") : undefined;
                }}
                wrongFields={faults.map((fault) => fault.field)}
                wrongVariables={(places.get("environment") ?? []).map((fault) => fault.field.replace(/^environment\.?/, ""))}
              />
              <div className={styles.buttons}>
                <Button type="primary" loading={submit.isPending} onClick={go}>{t("jobs.new.submit")}</Button>
                <span className={styles.says}><kbd>{sign("jobs", "jobs.key.submit", "mod+enter")}</kbd></span>
                <span className={styles.says} data-test="outlook" role="status">{startOf(t, format, limits.data, form)}</span>
              </div>
            </div>
            <Preview
              text={shown} name={form.name}
              onOpen={(opened) => { source.current = undefined; setFaults([]); const read = formOf(opened); setDraft(read.faults.length > 0 ? { form, text: opened } : { form: read.form, text: null }); setFaults(read.faults); }}
              onClear={() => { source.current = undefined; setFaults([]); submit.reset(); setDraft({ form: { ...emptyForm, cluster: current?.name ?? "" }, text: null }); }}
            />
          </div>
        )}
      </div>
    </>
  );
}

/** Which place of the page a part of the form stands at. */
const FIELD: Record<keyof Form, Shown> = {
  name: "name", kind: "kind", cluster: "virtual_cluster", project: "project", device: "device", devices: "devices", distributed: "extent", nodes: "nodes", cores: "devices", master: "command", memory: "memory", disk: "disk", processes: "processes", image: "image", command: "command", environment: "environment",
  work: "mounts", home: "mounts", data: "mounts", versions: "mounts", privileged: "privileged", priority: "priority", preemptible: "priority", longest: "longest_run", restart: "restart", mostRestarts: "restart", tags: "tags", parameters: "parameters", values: "values", endpoints: "endpoints", notify: "notify",
};
