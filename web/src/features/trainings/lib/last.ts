import type { Job, Task } from "@/api/contract";
import { trainSpec } from "@/lib/trainSpec";

/** Seconds that the latest finished training of this task took; `null` where there was none. */
export function lastLike(jobs: readonly Job[], task: Task): number | null {
  const job = jobs.find((one) => one.state === "succeeded" && trainSpec(one).task === task && one.started_at && one.ended_at);
  if (!job?.started_at || !job.ended_at) return null;
  return (new Date(job.ended_at).getTime() - new Date(job.started_at).getTime()) / 1000;
}
