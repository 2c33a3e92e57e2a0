import { address, client, read } from "./client";
import type { Id, Import, ImportAnswer, Page, Refusal } from "./contract";
import { Problem, type ProblemBody } from "./problem";

export const startImport = (project: Id): Promise<Import> =>
  read(client.POST("/projects/{id}/imports", { params: { path: { id: project } } }));
export const finishImport = (id: Id): Promise<Import> =>
  read(client.POST("/imports/{id}/finish", { params: { path: { id } } }));
export const getImport = (id: Id): Promise<Import> => read(client.GET("/imports/{id}", { params: { path: { id } } }));
export const cancelImport = (id: Id): Promise<Import> =>
  read(client.POST("/imports/{id}/cancel", { params: { path: { id } } }));
export const listRefusals = (id: Id, query: { limit?: number; cursor?: string }): Promise<Page<Refusal>> =>
  read(client.GET("/imports/{id}/refusals", { params: { path: { id }, query } }));

/**
 * Sends one file as it is. XMLHttpRequest, because fetch cannot tell how much has been sent.
 * Sending the same file twice is harmless: the server knows it by its content.
 */
export function putFile(
  importId: Id,
  name: string,
  file: Blob,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<ImportAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open("PUT", address(`/imports/${importId}/files`, { name }));
    request.setRequestHeader("X-Fovea", "1");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onload = () => {
      signal.removeEventListener("abort", abort);
      let body: unknown = {};
      try {
        body = JSON.parse(request.responseText);
      } catch {
        // Not ours: the status tells.
      }
      if (request.status >= 200 && request.status < 300) resolve(body as ImportAnswer);
      else reject(new Problem(request.status, body as Partial<ProblemBody>));
    };
    request.onerror = () => reject(new Problem(0, {}));
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    signal.addEventListener("abort", abort, { once: true });
    request.send(file);
  });
}

