// Files of a job's work folder.
import { address, client, ifMatch, read } from "./client";
import type { Id } from "./contract";
import type { components } from "./schema";
import { sendBlob } from "./send";

type Schemas = components["schemas"];
export type WorkFile = Schemas["WorkFile"];
export type WorkFiles = Schemas["WorkFiles"];
export type WorkText = Schemas["WorkText"];
export type WorkUpload = Schemas["WorkUpload"];

/** Of a text that can be written back. */
export const MOST_TEXT = 1 << 20;

export const listWorkFiles = (id: Id, query: { path: string; sort?: string; q?: string; limit?: number; cursor?: string }, signal?: AbortSignal): Promise<WorkFiles> =>
  read(client.GET("/jobs/{id}/files", { params: { path: { id }, query }, signal }));
export const workEntry = (id: Id, path: string): Promise<WorkFile> => read(client.GET("/jobs/{id}/files/entry", { params: { path: { id }, query: { path } } }));
export const workText = (id: Id, path: string, from: number, limit: number): Promise<WorkText> =>
  read(client.GET("/jobs/{id}/files/text", { params: { path: { id }, query: { path, from, limit } } }));
/** A file, or a folder as an archive. */
export const workContent = (id: Id, path: string): string => address(`/jobs/${id}/files/content`, { path });
export const workBytes = (id: Id, path: string): Promise<ArrayBuffer> =>
  read(client.GET("/jobs/{id}/files/content", { params: { path: { id }, query: { path } }, parseAs: "arrayBuffer" }));
/** Over what was read under this tag; without one it is a new file. */
export const saveWorkText = (id: Id, path: string, text: string, etag: string | null): Promise<WorkFile> =>
  read(
    client.PUT("/jobs/{id}/files/content", {
      params: { path: { id }, query: { path }, header: etag === null ? { "If-None-Match": "*" } : ifMatch(`"${etag}"`) },
      body: text, bodySerializer: (body: string) => body, headers: { "Content-Type": "text/plain; charset=utf-8" },
    }),
  );
export const makeWorkFolder = (id: Id, path: string): Promise<WorkFile> => read(client.POST("/jobs/{id}/files/folders", { params: { path: { id } }, body: { path } }));
export const moveWorkFile = (id: Id, from: string, to: string): Promise<WorkFile> => read(client.POST("/jobs/{id}/files/move", { params: { path: { id } }, body: { from, to } }));
export const deleteWorkFile = (id: Id, path: string, all: boolean): Promise<void> => read(client.DELETE("/jobs/{id}/files", { params: { path: { id }, query: { path, all } } }));

export const beginWorkUpload = (id: Id, body: { path: string; bytes: number; replace: boolean; mark: string }): Promise<WorkUpload> =>
  read(client.POST("/jobs/{id}/files/uploads", { params: { path: { id } }, body }));
export const showWorkUpload = (id: Id, upload: Id): Promise<WorkUpload> => read(client.GET("/jobs/{id}/files/uploads/{upload}", { params: { path: { id, upload } } }));
export const sendWorkPart = (id: Id, upload: Id, at: number, part: Blob, onSent: (bytes: number) => void, signal: AbortSignal): Promise<WorkUpload> =>
  sendBlob(address(`/jobs/${id}/files/uploads/${upload}`, { at }), part, onSent, signal);
