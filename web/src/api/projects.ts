import { client, ifMatch, once, read, readTagged, type Tagged } from "./client";
import type { Changed, Class, ClassAttribute, ClassUse, Id, NewClass, NewProject, Page, Project, ShapeKind } from "./contract";

export type ProjectQuery = { limit?: number; cursor?: string; sort?: string; name?: string; deleted?: boolean; scope?: "own" | "shared" | "public" };

export const listProjects = (query: ProjectQuery = {}): Promise<Page<Project>> =>
  read(client.GET("/projects", { params: { query } }));

export const getProject = (id: Id): Promise<Tagged<Project>> =>
  readTagged(client.GET("/projects/{id}", { params: { path: { id } } }));

export const createProject = (body: NewProject, key: string): Promise<Project> =>
  read(client.POST("/projects", { body, params: { header: once(key) } }));

export type ProjectPatch = Partial<Pick<Project, "name" | "product" | "note" | "good_name" | "public">>;
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

export type ClassPatch = Partial<NewClass> & { attributes?: ClassAttribute[]; shape?: ShapeKind | null; key?: string | null };
/** With the edit by which it is taken back. */
export const patchClass = (id: Id, body: ClassPatch): Promise<Class & { edit?: Id | null }> =>
  read(client.PATCH("/classes/{id}", { params: { path: { id } }, body }));
export const classUse = (id: Id): Promise<ClassUse> => read(client.GET("/classes/{id}/use", { params: { path: { id } } }));
export const mergeClass = (id: Id, into: Id): Promise<Changed> =>
  read(client.POST("/classes/{id}/merge", { params: { path: { id } }, body: { into } }));
export const removeClass = (id: Id): Promise<Changed> => read(client.POST("/classes/{id}/remove", { params: { path: { id } } }));
