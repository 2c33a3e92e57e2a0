// What can be done with a job in its state, and what somebody may do with it.
import { isOver } from "@/api/jobs";
import type { Job, Me } from "@/api/contract";
import type { Right } from "@/lib/rights";

export const deeds = ["pause", "resume", "stop", "delete"] as const;
export type Deed = (typeof deeds)[number];

/** The table of the states (crates/domain/src/job.rs), as far as people move them. */
export function can(job: Pick<Job, "state" | "kind" | "model_id">, deed: Deed): boolean {
  switch (deed) {
    case "pause":
      return job.kind !== "service" && ["queued", "starting", "running", "preempting"].includes(job.state);
    case "resume":
      return job.state === "paused";
    case "stop":
      return !isOver(job) && job.state !== "stopping";
    case "delete":
      // A model says which training it came from: that one stays.
      return isOver(job) && job.model_id === null;
  }
}

type Who = { me: Me | undefined; may: (right: Right) => boolean };

export const administers = (job: Pick<Job, "virtual_cluster">, me: Me | undefined): boolean =>
  (me?.virtual_clusters ?? []).some((one) => one.id === job.virtual_cluster?.id && one.administers);

const made = (job: Pick<Job, "project_id">, me: Me | undefined): boolean => job.project_id !== null && (me?.projects_made ?? []).includes(job.project_id);

/** One's own, those of a project that one made or of a virtual cluster that one administers, or all; nobody what was deleted. */
export function mayChange(job: Pick<Job, "owner" | "virtual_cluster" | "project_id" | "deleted_at">, { me, may }: Who): boolean {
  if (job.deleted_at) return false;
  return may("job.write") || (may("job.write_own") && (job.owner === me?.name || made(job, me) || administers(job, me)));
}

/** Comes into it, by terminal, SSH and endpoints, and lets others in: whoever may change it, but for who only made its project; into a privileged one its owner, or who may manage those. */
export function mayEnter(job: Pick<Job, "owner" | "virtual_cluster" | "deleted_at" | "spec">, { me, may }: Who): boolean {
  if (job.deleted_at) return false;
  const own = job.owner !== null && job.owner === me?.name;
  if (!own && job.spec.privileged === true && !may("job.privileged_manage")) return false;
  return may("job.write") || (may("job.write_own") && (own || administers(job, me)));
}

/** Whether somebody sees jobs of others at all. */
export const seesOthers = ({ me, may }: Who): boolean =>
  may("job.read") || (may("job.read_own") && (me?.projects_made ?? []).length > 0) || (me?.virtual_clusters ?? []).some((one) => one.administers);

/** A few at a time: a hundred ticked jobs are no hundred requests at once. */
export async function each<T>(all: readonly T[], run: (one: T) => Promise<unknown>, atATime = 4): Promise<{ done: number; refused: { one: T; error: unknown }[] }> {
  const refused: { one: T; error: unknown }[] = [];
  let done = 0;
  let next = 0;
  const worker = async () => {
    while (next < all.length) {
      const one = all[next] as T;
      next += 1;
      try {
        await run(one);
        done += 1;
      } catch (error) {
        refused.push({ one, error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atATime, all.length) }, worker));
  return { done, refused };
}
