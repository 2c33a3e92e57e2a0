import { client, read } from "./client";
import type { Id } from "./contract";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Registry = Schemas["Registry"];

export const listRegistries = (): Promise<Schemas["Registries"]> => read(client.GET("/account/registries"));
export const createRegistry = (body: { host: string; login: string; secret: string }): Promise<Registry> => read(client.POST("/account/registries", { body }));
export const replaceRegistry = (id: Id, body: { login: string; secret: string }): Promise<Registry> => read(client.PUT("/account/registries/{id}", { params: { path: { id } }, body }));
export const deleteRegistry = (id: Id): Promise<void> => read(client.DELETE("/account/registries/{id}", { params: { path: { id } } }));
