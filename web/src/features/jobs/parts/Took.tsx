import type { Job } from "@/api/contract";
import { useFormat } from "@/hooks/useFormat";
import { useNow } from "../lib/useNow";

/** How long it has run; while it runs the time goes on. */
export function Took({ job }: { job: Job }) {
  const format = useFormat();
  const running = job.started_at !== null && job.ended_at === null && job.state !== "queued" && job.state !== "paused";
  const now = useNow(running);
  if (!job.started_at || (!running && !job.ended_at)) return <>–</>;
  const end = job.ended_at ? Date.parse(job.ended_at) : now;
  return <>{format.duration((end - Date.parse(job.started_at)) / 1000)}</>;
}
