import { client, once, read } from "./client";
import type { Id, Page, PicturesWanted, Proposal } from "./contract";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Prelabels = Schemas["Prelabels"];
export type ProposalState = Schemas["ProposalState"];
export type { Proposal } from "./contract";
export type ProposedRegion = Proposal["regions"][number];

/** Tasks whose models say what can be put into a label. */
export const proposing = ["anomaly", "classify", "segment", "detect", "read"] as const;

export const listPrelabels = (project: Id): Promise<Page<Prelabels>> =>
  read(client.GET("/projects/{id}/prelabels", { params: { path: { id: project } } }));
export const countToPrelabel = (project: Id, pictures: PicturesWanted, task: Id | null): Promise<{ pictures: number }> =>
  read(client.GET("/projects/{id}/prelabels/pictures", { params: { path: { id: project }, query: { ...pictures, ...(task ? { task_id: task } : {}) } } }));
/** Without a model the reader that the program carries; `class_id`: of the texts that are proposed. */
export const startPrelabels = (project: Id, body: { model_id: Id | null; class_id?: Id; pictures: PicturesWanted; task_id: Id | null }, key: string): Promise<Prelabels> =>
  read(client.POST("/projects/{id}/prelabels", { params: { path: { id: project }, header: once(key) }, body }));
export const discardPrelabels = (id: Id): Promise<{ changed: number }> =>
  read(client.POST("/prelabels/{id}/discard", { params: { path: { id } } }));
export const refuseProposal = (picture: Id): Promise<void> =>
  read(client.POST("/pictures/{id}/proposal/refuse", { params: { path: { id: picture } } }));
