// The bin of a project, and the last edits of its data with the way back.
import { client, read } from "./client";
import type { BinChosen, BinnedPicture, Edit, Id, OfBin, Page, Undone } from "./contract";

export const listBin = (project: Id, query: { limit?: number; cursor?: string; name?: string }): Promise<Page<BinnedPicture>> =>
  read(client.GET("/projects/{id}/bin", { params: { path: { id: project }, query } }));
export const restoreFromBin = (project: Id, chosen: BinChosen): Promise<OfBin> =>
  read(client.POST("/projects/{id}/bin/restore", { params: { path: { id: project } }, body: chosen }));
export const purgeFromBin = (project: Id, chosen: BinChosen): Promise<OfBin> =>
  read(client.POST("/projects/{id}/bin/purge", { params: { path: { id: project } }, body: chosen }));

export const listEdits = (project: Id): Promise<{ items: Edit[] }> =>
  read(client.GET("/projects/{id}/edits", { params: { path: { id: project } } }));
export const undoEdit = (id: Id): Promise<Undone> => read(client.POST("/edits/{id}/undo", { params: { path: { id } } }));
