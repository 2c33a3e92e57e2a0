import { client, once, read } from "./client";
import type { Id, Job, Task } from "./contract";

export type NewTraining = {
  /** `null`: a version of all labelled pictures is made first. */
  version_id: Id | null;
  task?: Task;
  budget_s?: number;
  /** How many overkills one escape costs … */
  cost?: number;
  /** … or the largest share of good pictures that may be called NG. */
  overkill?: number;
  name?: string;
  virtual_cluster_id?: Id;
};

export const startTraining = (project: Id, body: NewTraining, key: string): Promise<Job> =>
  read(client.POST("/projects/{id}/trainings", { params: { path: { id: project } }, headers: once(key), body }));
