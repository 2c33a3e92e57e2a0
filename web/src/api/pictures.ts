import { address, client, ifMatch, once, read, readTagged, type Tagged } from "./client";
import type { Annotation, Changed, Chosen, FilterChoices, Id, Page, Picture, PicturesWanted, Region, Tiles, Verdict, Version } from "./contract";

export type PictureQuery = PicturesWanted & {
  limit?: number;
  cursor?: string;
  sort?: "name" | "-added_at" | "-score" | "score";
  /** Of the picture to begin with; the first is 1. */
  number?: number;
};

export const pictureFile = (id: Id): string => address(`/pictures/${id}/file`);
export const pictureThumb = (id: Id): string => address(`/pictures/${id}/thumb`);

export const getTiles = (id: Id): Promise<Tiles> => read(client.GET("/pictures/{id}/tiles", { params: { path: { id } } }));
export const pictureTile = (id: Id, index: number, signal: AbortSignal): Promise<Blob> =>
  read(client.GET("/pictures/{id}/tiles/{index}", { params: { path: { id, index } }, parseAs: "blob", signal }));

/** What each place of a picture looks like; worked out by the server when it is first asked for. */
export const getFeatures = (id: Id): Promise<ArrayBuffer> =>
  read(client.GET("/pictures/{id}/features", { params: { path: { id } }, parseAs: "arrayBuffer" }));

export const listPictures = (project: Id, query: PictureQuery, signal?: AbortSignal): Promise<Page<Picture>> =>
  read(client.GET("/projects/{id}/pictures", { params: { path: { id: project }, query }, signal }));
export const getPicture = (id: Id): Promise<Picture> =>
  read(client.GET("/pictures/{id}", { params: { path: { id } } }));
export const deletePictures = (project: Id, chosen: Chosen): Promise<Changed> =>
  read(client.POST("/projects/{id}/pictures/delete", { params: { path: { id: project } }, body: chosen }));
export const tagPictures = (project: Id, chosen: Chosen, add: string[], remove: string[]): Promise<Changed> =>
  read(client.POST("/projects/{id}/pictures/tags", { params: { path: { id: project } }, body: { ...chosen, add, remove } }));
/** Of one picture, by whoever labels it; returns all that it has then. */
export const tagPicture = (id: Id, add: string[], remove: string[]): Promise<{ tags: string[] }> =>
  read(client.POST("/pictures/{id}/tags", { params: { path: { id } }, body: { add, remove } }));
export const filterChoices = (project: Id): Promise<FilterChoices> =>
  read(client.GET("/projects/{id}/pictures/choices", { params: { path: { id: project } } }));
export const nextPicture = (project: Id, after: Id | undefined, labelled?: boolean): Promise<{ picture: Picture | null }> =>
  read(client.GET("/projects/{id}/next", { params: { path: { id: project }, query: { after, labelled } } }));

export const getAnnotation = (picture: Id): Promise<Tagged<Annotation>> =>
  readTagged(client.GET("/pictures/{id}/annotation", { params: { path: { id: picture } } }));
export type AnnotationBody = { verdict: Verdict | null; class_id: Id | null; regions: Region[] };
export const putAnnotation = (picture: Id, body: AnnotationBody, etag: string): Promise<Tagged<Annotation>> =>
  readTagged(
    client.PUT("/pictures/{id}/annotation", { params: { path: { id: picture }, header: ifMatch(etag) }, body }),
  );
export const bulkAnnotate = (project: Id, chosen: Chosen, label: { verdict: Verdict | null; class_id: Id | null }): Promise<Changed> =>
  read(client.POST("/projects/{id}/annotations/bulk", { params: { path: { id: project } }, body: { ...chosen, ...label } }));

export type VersionQuery = {
  limit?: number; cursor?: string; sort?: string; q?: string; published?: boolean; tag?: string; task?: Version["tasks"][number]; scene?: Version["scene"]; format?: string;
};
export const listVersions = (project: Id, query: VersionQuery = {}): Promise<Page<Version>> =>
  read(client.GET("/projects/{id}/versions", { params: { path: { id: project }, query } }));
export const createVersion = (project: Id, body: { note: string; tags: string[]; held_back: number | null }, key: string): Promise<Version> =>
  read(client.POST("/projects/{id}/versions", { params: { path: { id: project }, header: once(key) }, body }));
