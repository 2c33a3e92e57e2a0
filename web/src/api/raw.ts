// Pictures that machines of the line sent.
import { address, client, read } from "./client";
import type { DeletedRaw, Id, Page, RawChoices, RawChosen, RawPicture, RawWanted, TakenRaw } from "./contract";

export const listRaw = (project: Id, query: RawWanted & { limit?: number; cursor?: string }, signal?: AbortSignal): Promise<Page<RawPicture>> =>
  read(client.GET("/projects/{id}/raw_pictures", { params: { path: { id: project }, query }, signal }));
export const getRawChoices = (project: Id): Promise<RawChoices> =>
  read(client.GET("/projects/{id}/raw_pictures/choices", { params: { path: { id: project } } }));
export const takeRaw = (project: Id, chosen: RawChosen, flags: boolean): Promise<TakenRaw> =>
  read(client.POST("/projects/{id}/raw_pictures/take", { params: { path: { id: project } }, body: { ...chosen, flags } }));
export const deleteRaw = (project: Id, chosen: RawChosen): Promise<DeletedRaw> =>
  read(client.POST("/projects/{id}/raw_pictures/delete", { params: { path: { id: project } }, body: chosen }));
export const rawThumb = (id: Id): string => address(`/raw_pictures/${id}/thumb`);
export const rawFile = (id: Id): string => address(`/raw_pictures/${id}/file`);

/** What a machine sends, as it would be typed into a shell. */
export const rawCommand = (project: Id): string =>
  [
    `curl -X POST "${new URL(address(`/projects/${project}/raw_pictures`), window.location.href).href}?machine=AOI-1&product=P-100&station=front&flag=ng" \\`,
    `  -H "Authorization: Bearer $FOVEA_TOKEN" -H "Content-Type: image/jpeg" \\`,
    `  --data-binary @board-0001.jpg`,
  ].join("\n");
