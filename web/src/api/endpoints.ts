import { client, read } from "./client";
import type { Id } from "./contract";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Endpoint = Schemas["Endpoint"];
export type EndpointShare = Schemas["EndpointShare"];
export type EndpointState = Schemas["EndpointState"];
export type EndpointTool = Schemas["EndpointTool"];
export type SharedEndpoint = Schemas["SharedEndpoint"];

const items = async <T>(asked: Promise<{ items: T[] }>): Promise<T[]> => (await asked).items;

export const listEndpoints = (job: Id): Promise<Endpoint[]> => items<Endpoint>(read(client.GET("/jobs/{id}/endpoints", { params: { path: { id: job } } })));
/** Of a job that runs it is there at once. */
export const addEndpoint = (job: Id, body: Schemas["JobFileEndpoint"]): Promise<Endpoint> => read(client.POST("/jobs/{id}/endpoints", { params: { path: { id: job } }, body }));
/** A link that works once, for one minute. */
export const openEndpoint = (job: Id, name: string): Promise<Schemas["EndpointOpened"]> => read(client.POST("/jobs/{id}/endpoints/{name}/open", { params: { path: { id: job, name } } }));
export const shareEndpoint = (job: Id, name: string, user: string, hours: number): Promise<EndpointShare> =>
  read(client.POST("/jobs/{id}/endpoints/{name}/shares", { params: { path: { id: job, name } }, body: { user, hours } }));
export const unshareEndpoint = (job: Id, name: string, share: Id): Promise<void> => read(client.DELETE("/jobs/{id}/endpoints/{name}/shares/{share}", { params: { path: { id: job, name, share } } }));
export const closeEndpoint = (job: Id, name: string): Promise<void> => read(client.POST("/jobs/{id}/endpoints/{name}/close", { params: { path: { id: job, name } } }));
export const reopenEndpoint = (job: Id, name: string): Promise<void> => read(client.POST("/jobs/{id}/endpoints/{name}/reopen", { params: { path: { id: job, name } } }));
export const listSharedEndpoints = (): Promise<SharedEndpoint[]> => items<SharedEndpoint>(read(client.GET("/jobs/shared_endpoints")));
export const listEndpointTools = (): Promise<EndpointTool[]> => items<EndpointTool>(read(client.GET("/jobs/endpoint_tools")));
