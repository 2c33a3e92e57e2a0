import type { Id, Job, Task } from "../api/contract";

const tasks: Record<Task, true> = { anomaly: true, classify: true, segment: true, detect: true, glue: true, components: true, read: true, compare: true };
const isTask = (value: unknown): value is Task => typeof value === "string" && Object.hasOwn(tasks, value);

export type TrainSpec = { task: Task | null; version_id: Id | null; budget_s: number | null; cost: number | null; overkill: number | null };

/** What a training was asked to do, as far as its job tells. */
export function trainSpec(job: Job): TrainSpec {
  const spec = job.spec ?? {};
  const rule = (typeof spec.rule === "object" && spec.rule !== null ? spec.rule : {}) as Record<string, unknown>;
  const number = (value: unknown): number | null => (typeof value === "number" ? value : null);
  const task = spec.task;
  return {
    task: isTask(task) ? task : null,
    version_id: typeof spec.version_id === "string" ? spec.version_id : null,
    budget_s: number(spec.budget_s),
    cost: number(rule.cost),
    overkill: number(rule.overkill),
  };
}

/** Seconds that are left: what the steps so far tell, but no longer than the longest time that was asked for. */
export function remainingOf(job: Job, now: number = Date.now()): number | null {
  const told = job.progress?.remaining_s ?? null;
  const { budget_s } = trainSpec(job);
  if (told === null || budget_s === null || job.started_at === null) return told;
  const spent = (now - new Date(job.started_at).getTime()) / 1000;
  return Math.min(told, Math.max(0, budget_s - spent));
}
