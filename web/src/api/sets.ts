// Versions, their differences, parts, and statistics of a project's pictures.
import { address, client, ifMatch, read, readTagged, type Tagged } from "./client";
import type {
  Changed, Chosen, DifferenceKind, Id, LastStatistics, Part, RestorePreview, RestoreResult, Split, SplitPreview, SplitWanted, Statistics, Version,
  VersionDifference, VersionFacts,
} from "./contract";

export const getVersion = (id: Id): Promise<Tagged<Version>> => readTagged(client.GET("/versions/{id}", { params: { path: { id } } }));
export const patchVersion = (id: Id, body: { note?: string; tags?: string[] }, etag: string): Promise<Tagged<Version>> =>
  readTagged(client.PATCH("/versions/{id}", { params: { path: { id }, header: ifMatch(etag) }, body }));
export const deleteVersion = (id: Id): Promise<void> => read(client.DELETE("/versions/{id}", { params: { path: { id } } }));
export const publishVersion = (id: Id): Promise<Version> => read(client.POST("/versions/{id}/publish", { params: { path: { id } } }));
export const withdrawVersion = (id: Id): Promise<Version> => read(client.POST("/versions/{id}/withdraw", { params: { path: { id } } }));
export const versionFacts = (id: Id): Promise<VersionFacts> => read(client.GET("/versions/{id}/facts", { params: { path: { id } } }));
export const keptThumb = (version: Id, position: number): string => address(`/versions/${version}/pictures/${position}/thumb`);

export type DiffQuery = { kind?: DifferenceKind; limit?: number; cursor?: string };
export const diffVersions = (before: Id, after: Id, query: DiffQuery): Promise<VersionDifference> =>
  read(client.GET("/versions/{id}/diff/{other}", { params: { path: { id: before, other: after }, query } }));
export const lookRestore = (id: Id, bringBack: boolean): Promise<RestorePreview> =>
  read(client.GET("/versions/{id}/restore", { params: { path: { id }, query: { bring_back: bringBack } } }));
export const restoreVersion = (id: Id, body: { bring_back: boolean; keep_now: boolean }): Promise<RestoreResult> =>
  read(client.POST("/versions/{id}/restore", { params: { path: { id } }, body }));

export const getSplit = (project: Id): Promise<Split> => read(client.GET("/projects/{id}/split", { params: { path: { id: project } } }));
export const putSplit = (project: Id, body: SplitWanted): Promise<Split> =>
  read(client.PUT("/projects/{id}/split", { params: { path: { id: project } }, body }));
export const deleteSplit = (project: Id): Promise<void> => read(client.DELETE("/projects/{id}/split", { params: { path: { id: project } } }));
export const lookSplit = (project: Id, body: SplitWanted): Promise<SplitPreview> =>
  read(client.POST("/projects/{id}/split/preview", { params: { path: { id: project } }, body }));
export const movePictures = (project: Id, chosen: Chosen, part: Part): Promise<Changed> =>
  read(client.POST("/projects/{id}/pictures/part", { params: { path: { id: project } }, body: { ...chosen, part } }));

export const lastStatistics = (project: Id, version: Id | null): Promise<LastStatistics> =>
  read(client.GET("/projects/{id}/statistics", { params: { path: { id: project }, query: version ? { version_id: version } : {} } }));
export const startStatistics = (project: Id, version: Id | null): Promise<Statistics> =>
  read(client.POST("/projects/{id}/statistics", { params: { path: { id: project } }, body: { version_id: version } }));
export const cancelStatistics = (id: Id): Promise<Statistics> =>
  read(client.POST("/statistics/{id}/cancel", { params: { path: { id } } }));
