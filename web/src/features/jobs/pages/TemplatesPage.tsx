import { useState } from "react";
import { Button, Tag } from "antd";
import type { TableColumnsType } from "antd";
import { PlusOutlined, StarFilled } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { deleteTemplate, listTemplates, setDefaultTemplate, templateFile, type Template, type TemplateScope } from "@/api/templates";
import { EmptyState } from "@/components/EmptyState";
import { FilterChips } from "@/components/FilterChips";
import { ListTable } from "@/components/ListTable";
import { PageHead } from "@/components/PageHead";
import { RowMenu } from "@/components/RowMenu";
import { SearchBox } from "@/components/SearchBox";
import { TimeAgo } from "@/components/TimeAgo";
import { useAsk } from "@/hooks/useAsk";
import { useNotify } from "@/hooks/useNotify";
import { usePaged } from "@/hooks/usePaged";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { descriptionOf, nameOf, scopeOf } from "../lib/template";
import { OpenFile } from "../parts/Preview";
import { TemplateDialog } from "../parts/TemplateDialog";
import styles from "./JobsPage.module.css";

const scopes = ["mine", "team", "all", "preset"] as const satisfies readonly TemplateScope[];
type Deed = "use" | "edit" | "usual" | "unusual" | "export" | "delete";

/** Job files to begin from. */
export function TemplatesPage() {
  const { t } = useTranslation();
  const search = useSearch();
  const navigate = useNavigate();
  const ask = useAsk();
  const notify = useNotify();
  const client = useQueryClient();
  const { may } = useSession();
  const scope = scopes.find((one) => one === search.get("scope"));
  const q = search.get("q");
  const query = { ...(q ? { q } : {}), ...(scope ? { scope } : {}) };
  const list = usePaged(keys.templates(query), (cursor, signal) => listTemplates({ ...query, limit: 100, ...(cursor ? { cursor } : {}) }, signal));
  const [opened, setOpened] = useState<{ file: string; name: string } | null>(null);
  const submits = may("job.write_own");
  const again = () => void client.invalidateQueries({ queryKey: keys.templates() });
  const usual = useMutation({ mutationFn: setDefaultTemplate, onSuccess: again, onError: (error) => notify.failed(error) });

  const pick = (deed: Deed, template: Template) => {
    const name = nameOf(t, template);
    switch (deed) {
      case "use": return void navigate(`/expert/submit?template=${template.id}`);
      case "edit": return void navigate(`/expert/templates/${template.id}`);
      case "usual": return usual.mutate(template.id);
      case "unusual": return usual.mutate(null);
      case "export": return window.location.assign(templateFile(template.id));
      case "delete":
        return ask({
          title: t("templates.ask_delete", { name }), content: t(template.scope === "mine" ? "templates.ask_delete_says" : "templates.ask_delete_shared"), okText: t("common.do.delete"), danger: true,
          onOk: () => deleteTemplate(template.id).then(() => { notify.done(t("templates.deleted", { name })); again(); }, (error: unknown) => notify.failed(error)),
        });
    }
  };
  const choices = (template: Template) => [
    ...(submits ? [{ key: "use" as const, label: t("templates.do.use") }] : []),
    { key: "edit" as const, label: t(template.may_change ? "templates.do.edit" : "templates.do.look") },
    ...(submits ? [template.is_default ? { key: "unusual" as const, label: t("templates.do.unusual") } : { key: "usual" as const, label: t("templates.do.usual") }] : []),
    { key: "export" as const, label: t("templates.do.export") },
    ...(template.may_change ? [{ key: "delete" as const, label: t("common.do.delete"), danger: true }] : []),
  ];
  const columns: TableColumnsType<Template> = [
    {
      key: "name", title: t("templates.name"),
      render: (_, template) => (
        <span className={styles.name}>
          <Link to={`/expert/templates/${template.id}`}>{nameOf(t, template)}</Link>
          {template.is_default && <StarFilled role="img" aria-label={t("templates.is_default")} title={t("templates.is_default")} />}
        </span>
      ),
    },
    { key: "scope", title: t("templates.scope"), render: (_, template) => <Tag bordered={false}>{scopeOf(t, template)}</Tag> },
    { key: "description", title: t("templates.description"), render: (_, template) => <div className={styles.said}>{descriptionOf(t, template) || "–"}</div> },
    { key: "parameters", title: t("templates.parameters"), render: (_, template) => <div className={styles.few}>{template.parameters.map((one) => one.name).join(", ") || "–"}</div> },
    { key: "owner", title: t("templates.owner"), render: (_, template) => template.owner ?? "–" },
    { key: "changed", title: t("templates.changed"), render: (_, template) => (template.changed_at ? <TimeAgo at={template.changed_at} /> : "–") },
    { key: "do", align: "right", render: (_, template) => <RowMenu label={`${t("jobs.list.more")} ${nameOf(t, template)}`} onPick={(deed: Deed) => pick(deed, template)} choices={choices(template)} /> },
  ];
  const actions = submits && (
    <>
      <OpenFile onOpen={(file, name) => setOpened({ file, name: name.replace(/\.(ya?ml|json)$/i, "") })} />
      <Link to="/expert/submit"><Button type="primary" icon={<PlusOutlined />} data-test="new-template">{t("templates.new")}</Button></Link>
    </>
  );
  return (
    <>
      <PageHead title={t("templates.title")} actions={actions}>
        <div className={styles.filters}>
          <SearchBox search={search} label={t("templates.search")} />
          <FilterChips label={t("templates.scope")} chips={scopes.map((one) => ({ value: one, text: t(`templates.scope.${one}`) }))} value={scope} onChange={(value) => search.set({ scope: value })} />
        </div>
      </PageHead>
      <div className="page">
        <ListTable
          name="templates" list={list} columns={columns} onOpen={(template) => void navigate(`/expert/templates/${template.id}`)}
          empty={
            q ?? scope
              ? <EmptyState text={t("common.list.none_match")} action={<Button onClick={() => search.set({ q: undefined, scope: undefined })}>{t("common.list.clear_filters")}</Button>} />
              : <EmptyState text={t("templates.none")} action={actions || null} />
          }
        />
      </div>
      {opened && <TemplateDialog file={opened.file} name={opened.name} title={t("templates.import")} onClose={() => setOpened(null)} onDone={() => setOpened(null)} />}
    </>
  );
}
