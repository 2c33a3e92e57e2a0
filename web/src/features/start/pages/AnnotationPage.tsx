import { Link } from "react-router";
import { keys } from "@/api/keys";
import { listProjects } from "@/api/projects";
import type { Project } from "@/api/contract";
import { Bar } from "@/components/Bar";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { PageHead } from "@/components/PageHead";
import { usePaged } from "@/hooks/usePaged";
import { useTranslation } from "@/i18n";
import { Button } from "antd";
import styles from "./AnnotationPage.module.css";

const query = { limit: 50, sort: "-created_at" };

/** Where an annotator begins: projects with pictures that wait for a label, those with work first. */
export function AnnotationPage() {
  const { t } = useTranslation();
  const list = usePaged<Project>([...keys.projects(query), "annotation"], (cursor) => listProjects({ ...query, cursor }));
  const left = (project: Project) => project.steps.annotate.total - project.steps.annotate.labelled;
  const sorted = [...list.items].sort((a, b) => Number(left(b) > 0) - Number(left(a) > 0));
  return (
    <>
      <PageHead title={t("start.annotation.title")} sub={t("start.annotation.lead")} />
      <div className="page">
        <ErrorNote error={list.error} retry={list.refetch} />
        {!list.loading && !list.error && list.items.length === 0 && <EmptyState text={t("start.annotation.none")} />}
        <ul className={styles.list} data-test="annotation-work">
          {sorted.map((project) => {
            const { labelled, total } = project.steps.annotate;
            return (
              <li key={project.id}>
                <Link to={`/projects/${project.id}/annotate`} className={styles.row}>
                  <span className={styles.name}>{project.name}</span>
                  <span className={styles.product}>{project.product}</span>
                  <Bar share={total > 0 ? labelled / total : 0} label={project.name} />
                  <span className={styles.left}>
                    {total === 0 ? t("start.annotation.empty") : left(project) === 0 ? t("start.annotation.all_done") : t("start.annotation.left", { n: left(project), total })}
                  </span>
                </Link>
              </li>
            );
          })}
        </ul>
        {list.more && <div><Button loading={list.loadingMore} onClick={list.more}>{t("common.do.more")}</Button></div>}
      </div>
    </>
  );
}
