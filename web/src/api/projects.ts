import { client, ifMatch, once, read, readTagged, type Tagged } from "./client";
import type { Class, ClassAttribute, Id, NewClass, NewProject, Page, Project } from "./contract";

export type ProjectQuery = { limit?: number; cursor?: string; sort?: string; name?: string; deleted?: boolean };

export const listProjects = (query: ProjectQuery = {}): Promise<Page<Project>> =>
  read(client.GET("/projects", { params: { query } }));

export const getProject = (id: Id): Promise<Tagged<Project>> =>
  readTagged(client.GET("/projects/{id}", { params: { path: { id } } }));

export const createProject = (body: NewProject, key: string): Promise<Project> =>
  read(client.POST("/projects", { body, params: { header: once(key) } }));

export type ProjectPatch = Partial<Pick<Project, "name" | "product" | "note" | "good_name">>;
export const patchProject = (id: Id, body: ProjectPatch, etag: string): Promise<Tagged<Project>> =>
  readTagged(client.PATCH("/projects/{id}", { params: { path: { id }, header: ifMatch(etag) }, body }));

export const deleteProject = (id: Id): Promise<void> =>
  read(client.DELETE("/projects/{id}", { params: { path: { id } } }));

export const restoreProject = (id: Id, name?: string): Promise<Project> =>
  read(client.POST("/projects/{id}/restore", { params: { path: { id } }, body: name === undefined ? {} : { name } }));

export const purgeProject = (id: Id): Promise<void> =>
  read(client.POST("/projects/{id}/purge", { params: { path: { id } } }));

export const addClass = (project: Id, body: NewClass): Promise<Class> =>
  read(client.POST("/projects/{id}/classes", { params: { path: { id: project } }, body }));

export const patchClass = (id: Id, body: Partial<NewClass> & { attributes?: ClassAttribute[] }): Promise<Class> =>
  read(client.PATCH("/classes/{id}", { params: { path: { id } }, body }));

export const deleteClass = (id: Id): Promise<void> =>
  read(client.DELETE("/classes/{id}", { params: { path: { id } } }));
