import { useState } from "react";
import { Button, Input } from "antd";
import { DownloadOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "react-router";
import type { Tagged } from "@/api/client";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";
import { deleteTemplate, getTemplate, patchTemplate, templateFile, type TemplateDetail } from "@/api/templates";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { Field } from "@/components/Field";
import { Loading } from "@/components/Loading";
import { PageHead } from "@/components/PageHead";
import { useAsk } from "@/hooks/useAsk";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { sayCode } from "@/lib/say";
import { faultsOfProblem, sayFault } from "../lib/faults";
import { descriptionOf, nameOf, scopeOf } from "../lib/template";
import { CodeArea } from "../parts/CodeArea";
import { ScopeFields, type ScopeWanted } from "../parts/ScopeFields";
import form from "../parts/JobForm.module.css";
import styles from "./NewJobPage.module.css";

/** A template: what it is called, who sees it, and its job file. */
export function TemplatePage() {
  const { templateId = "" } = useParams();
  const { t } = useTranslation();
  // Asked once: what one is writing must not be put aside for what somebody else has saved.
  const found = useQuery({ queryKey: keys.template(templateId), queryFn: () => getTemplate(templateId), staleTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false });
  if (found.error && !found.data) return <><PageHead title={t("templates.title")} above={[{ to: "/expert/templates", text: t("templates.title") }]} /><div className="page"><ErrorNote error={found.error} retry={() => void found.refetch()} /></div></>;
  if (!found.data) return <Loading />;
  return <Editor key={found.data.etag} found={found.data} />;
}

function Editor({ found: { value: template, etag } }: { found: Tagged<TemplateDetail> }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const ask = useAsk();
  const notify = useNotify();
  const client = useQueryClient();
  const { may } = useSession();
  const begun = { name: nameOf(t, template), description: descriptionOf(t, template), file: template.file };
  const [draft, setDraft] = useState(begun);
  const [scope, setScope] = useState<ScopeWanted>({ scope: template.scope, cluster: template.virtual_cluster?.id });
  const change = (changed: Partial<typeof draft>) => {
    setDraft((before) => ({ ...before, ...changed }));
    save.reset();
  };
  const save = useMutation({
    mutationFn: () =>
      patchTemplate(
        template.id,
        { ...draft, ...(scope.scope !== template.scope || scope.cluster !== template.virtual_cluster?.id ? { scope: scope.scope, ...(scope.scope === "team" && scope.cluster ? { virtual_cluster_id: scope.cluster } : {}) } : {}) },
        etag,
      ),
    onSuccess: (saved) => {
      client.setQueryData(keys.template(template.id), saved);
      void client.invalidateQueries({ queryKey: keys.templates() });
      notify.done(t("templates.saved", { name: saved.value.name }));
    },
  });
  const remove = () =>
    ask({
      title: t("templates.ask_delete", { name: begun.name }), content: t(template.scope === "mine" ? "templates.ask_delete_says" : "templates.ask_delete_shared"), okText: t("common.do.delete"), danger: true,
      onOk: () =>
        deleteTemplate(template.id).then(
          () => {
            void client.invalidateQueries({ queryKey: keys.templates() });
            notify.done(t("templates.deleted", { name: begun.name }));
            void navigate("/expert/templates");
          },
          (error: unknown) => notify.failed(error),
        ),
    });
  const faults = isProblem(save.error, "job_file.invalid") ? (faultsOfProblem(save.error) ?? []) : [];
  const fields = isProblem(save.error) ? save.error.fields : {};
  const nameWrong = isProblem(save.error, "template.name_taken") ? sayCode(t, "template.name_taken", "") : fields.name ? sayCode(t, fields.name, fields.name) : undefined;
  const fixed = !template.may_change;
  return (
    <>
      <PageHead
        title={begun.name} above={[{ to: "/expert/templates", text: t("templates.title") }]}
        actions={
          <>
            {template.may_change && <Button danger onClick={remove} data-test="delete-template">{t("common.do.delete")}</Button>}
            <Button icon={<DownloadOutlined />} href={templateFile(template.id)} data-test="export-template">{t("templates.do.export")}</Button>
            {may("job.write_own") && <Link to={`/expert/submit?template=${template.id}`}><Button type={fixed ? "primary" : "default"} data-test="use-template">{t("templates.do.use")}</Button></Link>}
            {template.may_change && <Button type="primary" loading={save.isPending} onClick={() => save.mutate()} data-test="save">{t("common.do.save")}</Button>}
          </>
        }
      />
      <div className="page">
        {faults.length === 0 && !nameWrong && <ErrorNote error={save.error} />}
        <Block title={t("templates.about")}>
          {fixed ? (
            <p className={styles.says}>{[scopeOf(t, template), template.owner, begun.description].filter(Boolean).join(" · ")}</p>
          ) : (
            <div className={form.grid}>
              <Field label={t("templates.name")} wrong={nameWrong}>{(props) => <Input {...props} value={draft.name} maxLength={60} data-test="template-name" onChange={(event) => change({ name: event.target.value })} />}</Field>
              <Field label={t("templates.description")}>{(props) => <Input.TextArea {...props} value={draft.description} maxLength={500} autoSize={{ minRows: 1, maxRows: 4 }} onChange={(event) => change({ description: event.target.value })} />}</Field>
              <ScopeFields value={scope} onChange={setScope} />
            </div>
          )}
        </Block>
        <Block title={t("jobs.preview.title")}>
          <div className={styles.file}>
            {faults.map((fault, index) => (
              <span key={index} className={form.wrong} role="alert">
                {fault.line === null ? t("jobs.file.at_field", { field: fault.field, says: sayFault(t, fault, save.error) }) : t("jobs.file.at_both", { line: fault.line, field: fault.field, says: sayFault(t, fault, save.error) })}
              </span>
            ))}
            {fixed
              ? <pre className={styles.preview} tabIndex={0} aria-label={t("jobs.preview.title")} data-test="template-file">{template.file}</pre>
              : <CodeArea value={draft.file} onChange={(file) => change({ file })} label={t("jobs.preview.title")} rows={22} marked={faults.flatMap((fault) => fault.line ?? [])} wrong={faults.length > 0} name="template-file" />}
          </div>
        </Block>
      </div>
    </>
  );
}
