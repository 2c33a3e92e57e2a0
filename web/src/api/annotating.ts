import { client, ifMatch, once, read, readTagged, type Tagged } from "./client";
import type { Id, Page, Picture, PicturesWanted, Region } from "./contract";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type AnnotationTask = Schemas["AnnotationTask"];
export type PieceState = Schemas["PieceState"];
export type PieceCounts = Schemas["PieceCounts"];
export type TaskPicture = Omit<Schemas["TaskPicture"], "picture"> & { picture: Picture };
export type TaskProgress = Schemas["TaskProgress"];
export type PersonProgress = Schemas["PersonProgress"];
export type Annotator = Schemas["Annotator"];
export type NotePlace = Schemas["NotePlace"];
export type NewAnnotationTask = Schemas["NewAnnotationTask"];
export type NewReview = { verdict: Schemas["ReviewVerdict"]; note: string; place: NotePlace | null };
export type TaskBatch = Schemas["TaskBatch"];
export type BatchWanted = Schemas["BatchWanted"];
export type PairSide = Omit<Schemas["PairSide"], "regions"> & { regions: Region[] };
export type Pair = Omit<Schemas["Pair"], "picture" | "first" | "second"> & { picture: Picture; first: PairSide; second: PairSide };
export type PairCounts = Schemas["PairCounts"];
export type PairState = Schemas["PairState"];
export type Take = Schemas["Take"];
export type PeopleAgreements = Schemas["PeopleAgreements"];
type Paged = { limit?: number; cursor?: string | undefined };

export const listMyTasks = (query: Paged): Promise<Page<AnnotationTask>> => read(client.GET("/annotation_tasks", { params: { query } }));
export const listTasks = (project: Id, query: Paged): Promise<Page<AnnotationTask>> =>
  read(client.GET("/projects/{id}/annotation_tasks", { params: { path: { id: project }, query } }));
export const getTask = (id: Id): Promise<Tagged<AnnotationTask>> => readTagged(client.GET("/annotation_tasks/{id}", { params: { path: { id } } }));
export const createTask = (project: Id, body: NewAnnotationTask, key: string): Promise<AnnotationTask> =>
  read(client.POST("/projects/{id}/annotation_tasks", { params: { path: { id: project }, header: once(key) }, body }));
export const changeTask = (id: Id, body: Schemas["AnnotationTaskChange"], etag: string): Promise<Tagged<AnnotationTask>> =>
  readTagged(client.PATCH("/annotation_tasks/{id}", { params: { path: { id }, header: ifMatch(etag) }, body }));
export const handOver = (id: Id, from: Id | null, to: Id[]): Promise<{ changed: number }> =>
  read(client.POST("/annotation_tasks/{id}/hand_over", { params: { path: { id } }, body: { from, to } }));
export const toHandOut = (project: Id, query: PicturesWanted): Promise<{ found: number; at_work: number }> =>
  read(client.GET("/projects/{id}/annotation_tasks/pictures", { params: { path: { id: project }, query } }));
export const listAnnotators = (query: Paged & { q?: string }): Promise<Page<Annotator>> =>
  read(client.GET("/annotation_tasks/annotators", { params: { query } }));
export const taskProgress = (id: Id): Promise<TaskProgress> => read(client.GET("/annotation_tasks/{id}/progress", { params: { path: { id } } }));

export const listTaskPictures = (id: Id, query: Paged & { state?: PieceState; user?: Id }, signal?: AbortSignal): Promise<Page<TaskPicture>> =>
  read(client.GET("/annotation_tasks/{id}/pictures", { params: { path: { id }, query }, signal }));
type Next = { next: TaskPicture | null };
export const nextTaskPicture = async (id: Id, after: number | undefined): Promise<TaskPicture | null> =>
  (await read<Next>(client.POST("/annotation_tasks/{id}/next", { params: { path: { id } }, body: { after: after ?? null } }))).next;
export const finishTaskPicture = (id: Id, index: number): Promise<TaskPicture> =>
  read(client.POST("/annotation_tasks/{id}/pictures/{index}/finish", { params: { path: { id, index } } }));
export const nextToReview = async (id: Id, after: number | undefined): Promise<TaskPicture | null> =>
  (await read<Next>(client.GET("/annotation_tasks/{id}/review", { params: { path: { id }, query: { after } } }))).next;
export const reviewTaskPicture = (id: Id, index: number, body: NewReview): Promise<TaskPicture> =>
  read(client.POST("/annotation_tasks/{id}/pictures/{index}/review", { params: { path: { id, index } }, body }));

export const getBatch = (id: Id, query: BatchWanted): Promise<TaskBatch> => read(client.GET("/annotation_tasks/{id}/batch", { params: { path: { id }, query } }));
export const beginBatch = (id: Id, body: BatchWanted): Promise<TaskBatch> => read(client.POST("/annotation_tasks/{id}/batch", { params: { path: { id } }, body }));
export const giveUpBatch = (id: Id): Promise<void> => read(client.DELETE("/annotation_tasks/{id}/batch", { params: { path: { id } } }));

export type PairQuery = Paged & { state?: PairState; same?: boolean; user?: Id; other?: Id };
export const listPairs = (id: Id, query: PairQuery, signal?: AbortSignal): Promise<Page<Pair>> =>
  read(client.GET("/annotation_tasks/{id}/pairs", { params: { path: { id }, query }, signal }));
export const settlePair = (id: Id, pair: Pick<Pair, "position" | "revision">, take: Take): Promise<Pair> =>
  read(client.POST("/annotation_tasks/{id}/pairs/{index}/settle", { params: { path: { id, index: pair.position }, header: ifMatch(`"${pair.revision}"`) }, body: { take } }));
export const getAgreement = (id: Id): Promise<PeopleAgreements> => read(client.GET("/annotation_tasks/{id}/agreement", { params: { path: { id } } }));

export const leasePicture = (id: Id, active: boolean): Promise<{ until: string; again_s: number }> =>
  read(client.PUT("/pictures/{id}/lease", { params: { path: { id } }, body: { active } }));
/** Also while the page goes away. */
export const releasePicture = (id: Id, active: boolean): Promise<void> =>
  read(client.DELETE("/pictures/{id}/lease", { params: { path: { id }, query: { active } }, keepalive: true }));
