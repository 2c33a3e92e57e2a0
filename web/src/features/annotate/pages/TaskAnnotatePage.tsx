import { useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { useTranslation } from "@/i18n";
import { getTask, type AnnotationTask } from "@/api/annotating";
import { keys } from "@/api/keys";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { useFormat } from "@/hooks/useFormat";
import { useSession } from "@/hooks/useSession";
import { workOfReview, workOfTask } from "../lib/work";
import { TaskPanel } from "../parts/TaskPanel";
import { AnnotateRoom } from "./AnnotatePage";

/** One's own part of a task. */
export function TaskAnnotatePage() {
  return <WithTask review={false} />;
}

/** What was finished of a task, to be looked over. */
export function TaskReviewPage() {
  return <WithTask review />;
}

function WithTask({ review }: { review: boolean }) {
  const { taskId = "" } = useParams();
  const { data, error, refetch } = useQuery({ queryKey: keys.task(taskId), queryFn: () => getTask(taskId) });
  if (data) return <TaskRoom key={taskId} task={data.value} review={review} />;
  return error ? <div className="page"><ErrorNote error={error} retry={() => void refetch()} /></div> : <Loading />;
}

function TaskRoom({ task, review }: { task: AnnotationTask; review: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { me } = useSession();
  const meId = me?.id ?? "";
  const { id } = task;
  // Its counts change with every picture, what one walks through does not.
  const work = useMemo(() => (review ? workOfReview(task) : workOfTask(task, meId)), [id, review, meId]); // eslint-disable-line react-hooks/exhaustive-deps
  const counts = review && task.counts ? task.counts : task.mine;
  const all = counts.open + counts.sent_back + counts.done + counts.accepted;
  const finished = counts.done + counts.accepted;
  return (
    <AnnotateRoom
      work={work}
      exit={{ to: review ? `/projects/${task.project.id}/tasks/${id}` : "/annotation", text: t(review ? "annotate.task.exit_review" : "annotate.task.exit") }}
      progress={t(review ? "annotate.task.reviewed" : "annotate.task.finished", { done: format.count(review ? counts.accepted : finished), all: format.count(all) })}
      none={<EmptyState text={t(review ? "annotate.task.none_to_review" : "annotate.task.none")} />}
      panel={(props) => <TaskPanel key={props.item.id} task={task} review={review} {...props} />}
    />
  );
}
