import { address, client, read } from "./client";
import type { Id, Import, ImportAnswer, Page, PastImport, Refusal, StorageFile, Storage_ } from "./contract";
import { sendBlob } from "./send";

/** What somebody says of the labels of an import; what is left out the server finds out. */
export type ImportTold = { format?: string; unmentioned_good?: boolean };
export const startImport = (project: Id, told: ImportTold = {}): Promise<Import> =>
  read(client.POST("/projects/{id}/imports", { params: { path: { id: project }, query: told } }));
export const listStorages = (): Promise<{ items: Storage_[] }> => read(client.GET("/storages"));
export const listStorage = (name: string, query: { path: string; limit?: number; cursor?: string }, signal?: AbortSignal): Promise<Page<StorageFile>> =>
  read(client.GET("/storages/{name}/entries", { params: { path: { name }, query }, signal }));
export const importFromStorage = (project: Id, storage: string, path: string, link: boolean, told: ImportTold = {}): Promise<Import> =>
  read(client.POST("/projects/{id}/imports/from_storage", { params: { path: { id: project } }, body: { storage, path, link, ...told } }));
export const finishImport = (id: Id): Promise<Import> =>
  read(client.POST("/imports/{id}/finish", { params: { path: { id } } }));
export const getImport = (id: Id): Promise<Import> => read(client.GET("/imports/{id}", { params: { path: { id } } }));
export const cancelImport = (id: Id): Promise<Import> =>
  read(client.POST("/imports/{id}/cancel", { params: { path: { id } } }));
export const listImports = (project: Id, query: { limit?: number; cursor?: string }): Promise<Page<PastImport>> =>
  read(client.GET("/projects/{id}/imports", { params: { path: { id: project }, query } }));
export const listRefusals = (id: Id, query: { limit?: number; cursor?: string }): Promise<Page<Refusal>> =>
  read(client.GET("/imports/{id}/refusals", { params: { path: { id }, query } }));

/** Sending the same file twice is harmless: the server knows it by its content. */
export const putFile = (importId: Id, name: string, file: Blob, onSent: (bytes: number) => void, signal: AbortSignal): Promise<ImportAnswer> =>
  sendBlob(address(`/imports/${importId}/files`, { name }), file, onSent, signal);
