// Templates of jobs: job files with parameters, one's own, of a virtual cluster, for everybody, and those of the product.
import { address, client, ifMatch, read, readTagged, type Tagged } from "./client";
import type { Id, Page } from "./contract";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Template = Schemas["Template"];
export type TemplateDetail = Template & { file: string };
export type TemplateScope = Schemas["TemplateScope"];
export type NewTemplate = Schemas["NewTemplate"];
export type TemplateChange = Schemas["TemplateChange"];

export type TemplateQuery = { q?: string; scope?: TemplateScope; limit?: number; cursor?: string };

export const listTemplates = (query: TemplateQuery = {}, signal?: AbortSignal): Promise<Page<Template>> => read(client.GET("/templates", { params: { query }, signal }));
export const getTemplate = (id: Id): Promise<Tagged<TemplateDetail>> => readTagged(client.GET("/templates/{id}", { params: { path: { id } } }));
export const createTemplate = (body: NewTemplate): Promise<TemplateDetail> => read(client.POST("/templates", { body }));
export const patchTemplate = (id: Id, body: TemplateChange, etag: string): Promise<Tagged<TemplateDetail>> =>
  readTagged(client.PATCH("/templates/{id}", { params: { path: { id }, header: ifMatch(etag) }, body }));
export const deleteTemplate = (id: Id): Promise<void> => read(client.DELETE("/templates/{id}", { params: { path: { id } } }));
/** Null: one's form begins empty. */
export const setDefaultTemplate = (template_id: Id | null): Promise<void> => read(client.PUT("/templates/default", { body: { template_id } }));
export const templateFile = (id: Id): string => address(`/templates/${id}/file`);
