import { client, read } from "./client";
import type { Id, Page } from "./contract";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Manager = Schemas["ProjectManager"];

export const listManagers = (project: Id, query: { limit?: number; cursor?: string | undefined } = {}): Promise<Page<Manager>> =>
  read(client.GET("/projects/{id}/managers", { params: { path: { id: project }, query } }));
export const addManager = (project: Id, user: string): Promise<Manager> => read(client.POST("/projects/{id}/managers", { params: { path: { id: project } }, body: { user } }));
export const removeManager = (project: Id, user: Id): Promise<void> => read(client.DELETE("/projects/{id}/managers/{other}", { params: { path: { id: project, other: user } } }));
