import { Button } from "antd";
import type { TableColumnsType } from "antd";
import { Link, useNavigate } from "react-router";
import { listTasks, type AnnotationTask } from "@/api/annotating";
import { keys } from "@/api/keys";
import { EmptyState } from "@/components/EmptyState";
import { ListTable } from "@/components/ListTable";
import { OpenLink } from "@/components/OpenLink";
import { PageHead } from "@/components/PageHead";
import { StateTag } from "@/components/StateTag";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { useTranslation } from "@/i18n";
import { StateBar } from "../parts/StateBar";

/** What was handed out of a project. */
export function TasksPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { project } = useProject();
  const list = usePaged<AnnotationTask>(keys.tasks(project.id), (cursor) => listTasks(project.id, { limit: 50, cursor }));
  const columns: TableColumnsType<AnnotationTask> = [
    { key: "name", title: t("annotate.tasks.name"), render: (_, task) => <Link to={task.id}>{task.name}</Link> },
    { key: "state", title: t("annotate.tasks.state"), render: (_, task) => <StateTag state={task.closed_at ? "retired" : "doing"} text={t(task.closed_at ? "annotate.tasks.closed" : "annotate.tasks.running")} /> },
    { key: "progress", title: t("annotate.tasks.progress"), render: (_, task) => task.counts && <StateBar counts={task.counts} /> },
    { key: "due", title: t("annotate.tasks.due"), render: (_, task) => (task.deadline ? format.moment(task.deadline) : "–") },
    { key: "made", title: t("annotate.tasks.made"), render: (_, task) => <><TimeAgo at={task.created_at} />{task.created_by && ` · ${task.created_by}`}</> },
    {
      key: "review", title: t("annotate.tasks.review"),
      render: (_, task) => (task.to_review > 0 && !task.closed_at ? <OpenLink hide to={`/annotation/${task.id}/review`}><Button size="small" data-test="review">{t("annotate.tasks.review")}</Button></OpenLink> : null),
    },
  ];
  const hand = (
    <OpenLink hide to={`/projects/${project.id}/tasks/new`}>
      <Button type="primary" data-test="hand-out">{t("annotate.tasks.new")}</Button>
    </OpenLink>
  );
  return (
    <>
      <PageHead title={t("annotate.tasks.title")} sub={t("annotate.tasks.lead")} above={[{ to: `/projects/${project.id}`, text: project.name }]} actions={hand} />
      <div className="page">
        <ListTable name="annotation-tasks" list={list} columns={columns} onOpen={(task) => void navigate(task.id)} empty={<EmptyState text={t("annotate.tasks.none")} action={hand} />} />
      </div>
    </>
  );
}
