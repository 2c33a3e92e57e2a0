import { client, read } from "./client";
import type { Id, Job, JobState, LogPage, Page } from "./contract";

export type JobQuery = { project_id?: Id; kind?: Job["kind"]; state?: JobState; virtual_cluster_id?: Id; limit?: number; cursor?: string };

export const listJobs = (query: JobQuery = {}): Promise<Page<Job>> => read(client.GET("/jobs", { params: { query } }));
export const getJob = (id: Id): Promise<Job> => read(client.GET("/jobs/{id}", { params: { path: { id } } }));
export const patchJob = (id: Id, priority: number): Promise<Job> => read(client.PATCH("/jobs/{id}", { params: { path: { id } }, body: { priority } }));
export const stopJob = (id: Id): Promise<Job> => read(client.POST("/jobs/{id}/stop", { params: { path: { id } } }));
export const getLog = (id: Id, query: { from?: number; limit?: number; q?: string }): Promise<LogPage> =>
  read(client.GET("/jobs/{id}/log", { params: { path: { id }, query } }));

const active = ["running", "starting", "queued", "stopping"] as const satisfies readonly JobState[];
export const isActive = (job: Job): boolean => (active as readonly JobState[]).includes(job.state);

/** All jobs that are not at their end, however old they are; newest first within a state. */
export async function listActiveJobs(): Promise<Job[]> {
  const pages = await Promise.all(active.map((state) => listJobs({ state, limit: 50 })));
  return pages.flatMap((page) => page.items);
}
