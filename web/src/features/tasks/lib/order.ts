import type { AnnotationTask } from "@/api/annotating";

/** Pictures that one has still to do. */
export const leftOf = ({ mine }: AnnotationTask): number => mine.open + mine.sent_back;

/** What was sent back comes first, then what is due soonest, then what has something left. */
export function inOrder(tasks: readonly AnnotationTask[]): AnnotationTask[] {
  const due = (task: AnnotationTask) => (task.deadline ? Date.parse(task.deadline) : Infinity);
  const rank = (task: AnnotationTask) => (task.mine.sent_back > 0 ? 0 : leftOf(task) + task.free > 0 ? 1 : 2);
  return [...tasks].sort((a, b) => rank(a) - rank(b) || (due(a) === due(b) ? 0 : due(a) - due(b)));
}
