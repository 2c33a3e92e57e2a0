import { address, client, once, read } from "./client";
import type { Id, Keep, Page, Prediction, Service, ServiceStats } from "./contract";
import { Problem, problemOf } from "./problem";

export type ServiceQuery = { limit?: number; cursor?: string; q?: string; sort?: string };

export const listServices = (project: Id, query: ServiceQuery = {}): Promise<Page<Service>> =>
  read(client.GET("/projects/{id}/services", { params: { path: { id: project }, query } }));
export const getService = (id: Id): Promise<Service> => read(client.GET("/services/{id}", { params: { path: { id } } }));
export const createService = (project: Id, body: { model_id: Id; name: string; keep: Keep; virtual_cluster_id?: Id }, key: string): Promise<Service> =>
  read(client.POST("/projects/{id}/services", { params: { path: { id: project } }, headers: once(key), body }));
export const patchService = (id: Id, body: Partial<Pick<Service, "name" | "keep" | "ignored">>): Promise<Service> =>
  read(client.PATCH("/services/{id}", { params: { path: { id } }, body }));
export const deleteService = (id: Id): Promise<void> =>
  read(client.DELETE("/services/{id}", { params: { path: { id } } }));
export const startService = (id: Id): Promise<Service> =>
  read(client.POST("/services/{id}/start", { params: { path: { id } } }));
export const stopService = (id: Id): Promise<Service> =>
  read(client.POST("/services/{id}/stop", { params: { path: { id } } }));
export const getStats = (id: Id): Promise<ServiceStats> =>
  read(client.GET("/services/{id}/stats", { params: { path: { id } } }));

/** Judges one picture. The body is the picture itself, so it goes beside the typed client, which sends JSON. */
export async function infer(
  id: Id,
  picture: Blob,
  options: { serial?: string; heat?: boolean; /** Of a model that reads: what must stand there. */ expected?: string | undefined; signal?: AbortSignal } = {},
): Promise<Prediction> {
  const url = address(`/services/${id}/infer`, { serial: options.serial, heat: options.heat ? 1 : 0, ...(options.expected ? { texts: JSON.stringify({ expected: options.expected }) } : {}) });
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "X-Fovea": "1", "Content-Type": picture.type.startsWith("image/") ? picture.type : "image/*" },
      body: picture,
      credentials: "same-origin",
      signal: options.signal,
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Problem(0, {});
  }
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as Prediction;
}
