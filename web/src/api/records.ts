import { address, client, read } from "./client";
import type { Counts, Id, Page, Record_ } from "./contract";

export type RecordFilter = {
  service_id?: Id;
  verdict?: "ok" | "ng";
  class?: string;
  recheck?: "none" | "any" | "ok" | "ng";
  serial?: string;
  /** Only those that a recipe left to a person. */
  asked?: boolean;
  from?: string;
  to?: string;
};
export type RecordQuery = RecordFilter & { limit?: number; cursor?: string };

export const listRecords = (project: Id, query: RecordQuery, signal?: AbortSignal): Promise<Page<Record_>> =>
  read(client.GET("/projects/{id}/records", { params: { path: { id: project }, query }, signal }));
export const recordsCsv = (project: Id, filter: RecordFilter): string => address(`/projects/${project}/records.csv`, { ...filter, asked: filter.asked ? "true" : undefined });
export const getCounts = (project: Id, query: Pick<RecordFilter, "service_id" | "from" | "to">): Promise<Counts> =>
  read(client.GET("/projects/{id}/counts", { params: { path: { id: project }, query } }));
export const getRecord = (id: Id): Promise<Record_> => read(client.GET("/records/{id}", { params: { path: { id } } }));
export const recordPicture = (id: Id): string => address(`/records/${id}/picture`);
export const recordThumb = (id: Id): string => address(`/records/${id}/thumb`);
export const recordHeat = (id: Id): string => address(`/records/${id}/heat`);

/** `verdict: null` takes the recheck back. */
export type RecheckBody = { verdict: "ok" | "ng" | null; class_id?: Id | null; texts?: string[] | null; to_dataset: boolean };
export const recheckRecord = (id: Id, body: RecheckBody): Promise<Record_> =>
  read(client.POST("/records/{id}/recheck", { params: { path: { id } }, body }));
