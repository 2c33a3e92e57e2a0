import { Button } from "antd";
import { Link, useNavigate } from "react-router";
import { listMyTasks, type AnnotationTask } from "@/api/annotating";
import { keys } from "@/api/keys";
import { listProjects } from "@/api/projects";
import type { Project } from "@/api/contract";
import { Bar } from "@/components/Bar";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { PageHead } from "@/components/PageHead";
import { StateTag } from "@/components/StateTag";
import { usePaged } from "@/hooks/usePaged";
import { useSession } from "@/hooks/useSession";
import { useTranslation } from "@/i18n";
import { allPieces, finishedPieces, pieceSigns } from "@/lib/pieces";
import { Due } from "../parts/Due";
import { inOrder, leftOf } from "../lib/order";
import styles from "./MyTasksPage.module.css";

/** Where an annotator begins: their tasks, what was sent back first; for those who may see projects, also these. */
export function MyTasksPage() {
  const { t } = useTranslation();
  const { mayOpen } = useSession();
  const list = usePaged<AnnotationTask>(keys.myTasks, (cursor) => listMyTasks({ limit: 50, cursor }));
  return (
    <>
      <PageHead title={t("annotate.mine.title")} sub={t("annotate.mine.lead")} />
      <div className="page">
        <ErrorNote error={list.error} retry={list.refetch} />
        {!list.loading && !list.error && list.items.length === 0 && <EmptyState text={t("annotate.mine.none")} />}
        <ul className={styles.list} data-test="my-tasks">
          {inOrder(list.items).map((task) => <Task key={task.id} task={task} />)}
        </ul>
        {list.more && <Button loading={list.loadingMore} onClick={list.more}>{t("common.do.more")}</Button>}
        {mayOpen("/projects/any/annotate") && <Projects />}
      </div>
    </>
  );
}

function Task({ task }: { task: AnnotationTask }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { mine, free } = task;
  const all = allPieces(mine);
  const left = leftOf(task);
  return (
    <li className={styles.row} data-test="my-task">
      <span className={styles.head}>
        <span className={styles.name}>{task.name}</span>
        <span className={styles.faint}>{task.project.name}</span>
        {task.deadline && <Due at={task.deadline} done={left + free === 0} />}
      </span>
      <Bar share={all > 0 ? finishedPieces(mine) / all : 0} label={task.name} />
      <span className={styles.left}>
        {mine.sent_back > 0 && <StateTag state={pieceSigns.sent_back} text={t("annotate.mine.sent_back", { n: mine.sent_back })} />}
        <span>{left > 0 ? t("annotate.mine.left", { n: left }) : free > 0 ? t("annotate.mine.free", { n: free }) : t("annotate.mine.all_done")}</span>
      </span>
      <Button type="primary" disabled={left + free === 0} onClick={() => void navigate(`/annotation/${task.id}`)} data-test="go-on">{t("annotate.mine.go_on")}</Button>
    </li>
  );
}

const query = { limit: 50, sort: "-created_at" };

/** Projects with pictures that wait for a label, those with work first. */
function Projects() {
  const { t } = useTranslation();
  const list = usePaged<Project>([...keys.projects(query), "annotation"], (cursor) => listProjects({ ...query, cursor }));
  const left = (project: Project) => project.steps.annotate.total - project.steps.annotate.labelled;
  const sorted = [...list.items].sort((a, b) => Number(left(b) > 0) - Number(left(a) > 0));
  if (!list.error && sorted.length === 0) return null;
  return (
    <>
      <h2 className={styles.title}>{t("annotate.mine.projects")}</h2>
      <ErrorNote error={list.error} retry={list.refetch} />
      <ul className={styles.list} data-test="annotation-work">
        {sorted.map((project) => {
          const { labelled, total } = project.steps.annotate;
          return (
            <li key={project.id}>
              <Link to={`/projects/${project.id}/annotate`} className={styles.row}>
                <span className={styles.head}>
                  <span className={styles.name}>{project.name}</span>
                  <span className={styles.faint}>{project.product}</span>
                </span>
                <Bar share={total > 0 ? labelled / total : 0} label={project.name} />
                <span className={styles.left}>
                  {total === 0 ? t("annotate.mine.empty") : left(project) === 0 ? t("annotate.mine.all_done") : t("annotate.mine.of", { n: left(project), total })}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
      {list.more && <div><Button loading={list.loadingMore} onClick={list.more}>{t("common.do.more")}</Button></div>}
    </>
  );
}
