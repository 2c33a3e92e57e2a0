// The catalogue of label sets: classes to begin projects with or to add to them.
import { address, client, ifMatch, read } from "./client";
import type { Id, Page } from "./contract";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type LabelSet = Schemas["LabelSet"];
export type LabelSetScope = Schemas["LabelSetScope"];
export type LabelSetDetail = Schemas["LabelSetDetail"];
export type LabelSetJoin = Schemas["LabelSetJoin"];
export type NewLabelSet = Schemas["NewLabelSet"];

export type LabelSetQuery = { q?: string; scope?: LabelSetScope; limit?: number; cursor?: string | undefined };

export const listLabelSets = (query: LabelSetQuery = {}): Promise<Page<LabelSet>> => read(client.GET("/label_sets", { params: { query } }));
export const getLabelSet = (id: Id): Promise<LabelSetDetail> => read(client.GET("/label_sets/{id}", { params: { path: { id } } }));
export const createLabelSet = (body: NewLabelSet): Promise<LabelSetDetail> => read(client.POST("/label_sets", { body }));
export const shareLabelSet = (set: LabelSet, scope: LabelSetScope): Promise<LabelSetDetail> =>
  read(client.PATCH("/label_sets/{id}", { params: { path: { id: set.id }, header: ifMatch(`"${set.revision}"`) }, body: { scope } }));
export const deleteLabelSet = (id: Id): Promise<void> => read(client.DELETE("/label_sets/{id}", { params: { path: { id } } }));
export const labelSetFile = (id: Id): string => address(`/label_sets/${id}/file`);
export const keepLabelSet = (project: Id, name: string, scope: LabelSetScope): Promise<LabelSetDetail> =>
  read(client.POST("/projects/{id}/label_sets", { params: { path: { id: project } }, body: { name, scope } }));
export const previewLabelSet = (project: Id, set: Id): Promise<LabelSetJoin> => read(client.GET("/projects/{id}/label_sets/{other}", { params: { path: { id: project, other: set } } }));
export const addLabelSet = (project: Id, set: Id, update: boolean): Promise<LabelSetJoin> =>
  read(client.POST("/projects/{id}/label_sets/{other}", { params: { path: { id: project, other: set } }, body: { update } }));
