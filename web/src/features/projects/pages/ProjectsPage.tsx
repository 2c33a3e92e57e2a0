import { useState, type ReactNode } from "react";
import { Button, Input, Segmented, Tag } from "antd";
import { DeleteOutlined } from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import { Link, useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { listProjects, type ProjectQuery } from "@/api/projects";
import type { Project } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { ListTable } from "@/components/ListTable";
import { OpenLink } from "@/components/OpenLink";
import { PageHead } from "@/components/PageHead";
import { StepsBar } from "@/components/StepsBar";
import { TimeAgo } from "@/components/TimeAgo";
import { useListSort } from "@/hooks/useListSort";
import { usePaged } from "@/hooks/usePaged";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { nextFor, stepPath } from "@/lib/steps";
import { DataSets } from "../parts/DataSets";
import { DeletedProjects } from "../parts/DeletedProjects";
import styles from "./ProjectsPage.module.css";

export function ProjectsPage() {
  const { t } = useTranslation();
  const search = useSearch();
  if (search.get("deleted") === undefined) return <Projects />;
  const back = () => search.set({ deleted: undefined }, { push: true });
  return (
    <>
      <PageHead title={t("project.deleted.title")} sub={t("project.deleted.lead")} above={[{ to: "/projects", text: t("project.list.title") }]} />
      <div className="page"><DeletedProjects onBack={back} /></div>
    </>
  );
}

const scopes = ["own", "shared", "public"] as const;
const views = ["work", "data"] as const;

function Projects() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { may } = useSession();
  const search = useSearch();
  const name = search.get("name");
  const [typed, setTyped] = useState(name ?? "");
  const scope = scopes.find((one) => one === search.get("scope"));
  const view = views.find((one) => one === search.get("view")) ?? "work";
  const query = { limit: 50, ...(name ? { name } : {}), ...(scope ? { scope } : {}) };
  const create = may("project.write") && (
    <Button type="primary" onClick={() => void navigate("/projects/new")}>
      {t("project.list.new")}
    </Button>
  );

  const named = (project: Project) => (
    <Link className={styles.name} to={view === "data" ? `/projects/${project.id}/data` : `/projects/${project.id}`} title={project.name}>
      {project.name}
      {project.public && <Tag style={{ marginInlineStart: 8, marginInlineEnd: 0 }}>{t("project.scope.public")}</Tag>}
    </Link>
  );
  const clear = () => {
    setTyped("");
    search.set({ name: undefined, scope: undefined });
  };
  const empty = name || scope
    ? <EmptyState text={t("common.list.none_match")} action={<Button onClick={clear}>{t("common.list.clear_filters")}</Button>} />
    : <EmptyState text={t("project.list.none")} action={create} />;

  return (
    <>
      <PageHead title={t("project.list.title")} actions={create} />
      <div className="page">
        <div className={styles.bar}>
          <Input.Search
            className={styles.search}
            value={typed}
            allowClear
            placeholder={t("project.list.search")}
            aria-label={t("project.list.search")}
            onChange={(event) => setTyped(event.target.value)}
            onSearch={(text) => search.set({ name: text.trim() || undefined })}
          />
          <Segmented
            aria-label={t("project.scope.label")} value={scope ?? "all"} data-test="scope" onChange={(value) => search.set({ scope: value === "all" ? undefined : value })}
            options={(["all", ...scopes] as const).map((value) => ({ value, label: t(`project.scope.${value}`) }))}
          />
          <Segmented
            aria-label={t("data_sets.view.label")} value={view} data-test="view" onChange={(value) => search.set({ view: value === "work" ? undefined : value, sort: undefined })}
            options={views.map((value) => ({ value, label: t(`data_sets.view.${value}`) }))}
          />
          {may("project.write") && <Button type="text" icon={<DeleteOutlined />} onClick={() => search.set({ deleted: "1" }, { push: true })} data-test="deleted">{t("project.deleted.show")}</Button>}
        </div>
        {view === "data" ? <DataSets query={query} name={named} empty={empty} /> : <Work query={query} name={named} empty={empty} />}
      </div>
    </>
  );
}

/** The projects with how far they are. */
function Work({ query, name, empty }: { query: ProjectQuery; name: (project: Project) => ReactNode; empty: ReactNode }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { mayOpen } = useSession();
  const sorting = useListSort(useSearch(), "-created_at");
  const wanted = { ...query, sort: sorting.sort };
  const list = usePaged<Project>([...keys.projects(wanted), "paged"], (cursor) => listProjects({ ...wanted, cursor }));
  return (
    <ListTable<Project>
      name="projects"
      list={list}
      onOpen={(project) => void navigate(`/projects/${project.id}`)}
      onSort={sorting.onSort}
      empty={empty}
      columns={[
        { ...sorting.column("name"), title: t("project.list.name"), render: (_, project) => name(project) },
        { ...sorting.column("owner"), title: t("project.scope.owner"), render: (_, project) => project.owner ?? "–" },
        { ...sorting.column("product"), title: t("project.list.product"), render: (_, project) => project.product || "–" },
        { title: t("project.list.scene"), render: (_, project) => t(`project.scene.${project.scene}`) },
        { title: t("project.list.progress"), render: (_, project) => <StepsBar steps={project.steps} /> },
        {
          title: t("project.list.next"),
          render: (_, project) => {
            const next = nextFor(project.id, project.steps, mayOpen);
            return <OpenLink to={stepPath(project.id, next)}>{t(`project.do.${next}`)}</OpenLink>;
          },
        },
        { ...sorting.column("created_at"), title: t("project.list.created"), render: (_, project) => <TimeAgo at={project.created_at} /> },
        { ...sorting.column("changed_at"), title: t("project.list.changed"), render: (_, project) => <TimeAgo at={project.data.changed_at ?? project.updated_at} /> },
      ]}
    />
  );
}
