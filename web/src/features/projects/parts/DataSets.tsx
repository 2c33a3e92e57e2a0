import { useState, type ReactNode } from "react";
import type { TableColumnsType } from "antd";
import { useTranslation } from "@/i18n";
import { Link, useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { pictureThumb } from "@/api/pictures";
import { listProjects, type ProjectQuery } from "@/api/projects";
import type { Project } from "@/api/contract";
import { Bar } from "@/components/Bar";
import { ListTable } from "@/components/ListTable";
import { RowMenu } from "@/components/RowMenu";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { useListSort } from "@/hooks/useListSort";
import { usePaged } from "@/hooks/usePaged";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { DeleteProject } from "./DeleteProject";
import styles from "./DataSets.module.css";

/** The projects as what they are made of: their pictures. */
export function DataSets({ query, name, empty }: { query: ProjectQuery; name: (project: Project) => ReactNode; empty: ReactNode }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { may, mayOpen } = useSession();
  const [leaving, setLeaving] = useState<Project>();
  const sorting = useListSort(useSearch(), "-changed_at");
  const wanted = { ...query, sort: sorting.sort };
  const list = usePaged<Project>([...keys.projects(wanted), "paged"], (cursor) => listProjects({ ...wanted, cursor }));
  const number = { align: "right" as const, className: "number" };
  const columns: TableColumnsType<Project> = [
    {
      key: "cover", title: t("data_sets.cover"),
      render: (_, { data }) => (
        <span className={styles.cover} data-test="cover">
          {data.cover.map((id) => <img key={id} src={pictureThumb(id)} alt="" width={40} height={40} loading="lazy" decoding="async" />)}
        </span>
      ),
    },
    { ...sorting.column("name"), title: t("project.list.name"), render: (_, project) => name(project) },
    { key: "note", title: t("project.field.note"), render: (_, project) => <span className={styles.note} title={project.note}>{project.note || "–"}</span> },
    { ...sorting.column("owner"), title: t("project.scope.owner"), render: (_, project) => project.owner ?? "–" },
    {
      ...sorting.column("version"), ...number, title: t("data_sets.version"),
      render: (_, { id, data }) => data.version === null ? "–" : <Link to={`/projects/${id}/data?tab=versions`}>{`v${data.version}`}</Link>,
    },
    { ...sorting.column("pictures"), ...number, title: t("data_sets.pictures"), render: (_, { data }) => format.count(data.pictures) },
    {
      ...sorting.column("labelled"), title: t("data_sets.labelled"),
      render: (_, { data }) => {
        if (data.pictures === 0) return "–";
        const share = data.labelled / data.pictures;
        return (
          <span className={styles.share} title={t("project.fact.annotate", { labelled: data.labelled, total: data.pictures })}>
            <Bar share={share} label={t("data_sets.labelled")} />
            <span className="number">{format.percent(share)}</span>
          </span>
        );
      },
    },
    { ...sorting.column("bytes"), ...number, title: t("data_sets.bytes"), render: (_, { data }) => format.bytes(data.bytes) },
    { ...sorting.column("changed_at"), title: t("data_sets.changed"), render: (_, project) => <TimeAgo at={project.data.changed_at ?? project.updated_at} /> },
    {
      key: "do", title: t("data_sets.do"),
      render: (_, project) => {
        const versions = project.data.version !== null && mayOpen(`/projects/${project.id}/data`);
        return (
          <span role="presentation" onClick={(event) => event.stopPropagation()}>
            <RowMenu
              name="set-menu" label={t("data_sets.more", { name: project.name })}
              choices={[
                ...(mayOpen(`/projects/${project.id}/settings`) ? [{ key: "settings" as const, label: t("common.do.edit") }] : []),
                ...(versions ? [{ key: "versions" as const, label: t("common.do.download") }] : []),
                ...(may("project.write") ? [{ key: "delete" as const, label: t("common.do.delete"), danger: true }] : []),
              ]}
              onPick={(key) => {
                if (key === "delete") setLeaving(project);
                else void navigate(`/projects/${project.id}/${key === "settings" ? "settings" : "data?tab=versions"}`);
              }}
            />
          </span>
        );
      },
    },
  ];
  return (
    <>
      <ListTable<Project>
        name="data_sets" list={list} columns={columns} empty={empty} onSort={sorting.onSort}
        onOpen={(project) => void navigate(`/projects/${project.id}/data`)}
      />
      {leaving && <DeleteProject project={leaving} open onClose={() => setLeaving(undefined)} />}
    </>
  );
}
