import { useState } from "react";
import { Button, Input, Segmented, Tag } from "antd";
import { DeleteOutlined } from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import { Link, useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { listProjects } from "@/api/projects";
import type { Project } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { ListTable } from "@/components/ListTable";
import { OpenLink } from "@/components/OpenLink";
import { PageHead } from "@/components/PageHead";
import { StepsBar } from "@/components/StepsBar";
import { TimeAgo } from "@/components/TimeAgo";
import { usePaged } from "@/hooks/usePaged";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { nextFor, stepPath } from "@/lib/steps";
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

function Projects() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { may, mayOpen } = useSession();
  const search = useSearch();
  const name = search.get("name");
  const sort = search.get("sort") === "name" ? "name" : "-created_at";
  const [typed, setTyped] = useState(name ?? "");
  const scope = scopes.find((one) => one === search.get("scope"));
  const query = { limit: 50, sort, ...(name ? { name } : {}), ...(scope ? { scope } : {}) };
  const list = usePaged<Project>([...keys.projects(query), "paged"], (cursor) => listProjects({ ...query, cursor }));
  const create = may("project.write") && (
    <Button type="primary" onClick={() => void navigate("/projects/new")}>
      {t("project.list.new")}
    </Button>
  );

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
          {may("project.write") && <Button type="text" icon={<DeleteOutlined />} onClick={() => search.set({ deleted: "1" }, { push: true })} data-test="deleted">{t("project.deleted.show")}</Button>}
        </div>
        <ListTable<Project>
          name="projects"
          list={list}
          onOpen={(project) => void navigate(`/projects/${project.id}`)}
          onSort={(_, __, sorter) => {
            const one = Array.isArray(sorter) ? sorter[0] : sorter;
            search.set({ sort: one?.columnKey === "name" && one.order ? "name" : undefined });
          }}
          empty={
            name || scope ? (
              <EmptyState
                text={t("common.list.none_match")}
                action={
                  <Button
                    onClick={() => {
                      setTyped("");
                      search.set({ name: undefined, scope: undefined });
                    }}
                  >
                    {t("common.list.clear_filters")}
                  </Button>
                }
              />
            ) : (
              <EmptyState text={t("project.list.none")} action={create} />
            )
          }
          columns={[
            {
              key: "name",
              title: t("project.list.name"),
              sorter: true,
              sortDirections: ["ascend"],
              sortOrder: sort === "name" ? "ascend" : null,
              render: (_, project) => (
                <Link className={styles.name} to={`/projects/${project.id}`} title={project.name}>
                  {project.name}
                  {project.public && <Tag style={{ marginInlineStart: 8, marginInlineEnd: 0 }}>{t("project.scope.public")}</Tag>}
                </Link>
              ),
            },
            { title: t("project.scope.owner"), render: (_, project) => project.owner ?? "–" },
            { title: t("project.list.product"), render: (_, project) => project.product || "–" },
            { title: t("project.list.scene"), render: (_, project) => t(`project.scene.${project.scene}`) },
            { title: t("project.list.progress"), render: (_, project) => <StepsBar steps={project.steps} /> },
            {
              title: t("project.list.next"),
              render: (_, project) => {
                const next = nextFor(project.id, project.steps, mayOpen);
                return <OpenLink to={stepPath(project.id, next)}>{t(`project.do.${next}`)}</OpenLink>;
              },
            },
            { title: t("project.list.created"), render: (_, project) => <TimeAgo at={project.created_at} /> },
            { title: t("project.list.changed"), render: (_, project) => <TimeAgo at={project.updated_at} /> },
          ]}
        />
      </div>
    </>
  );
}
