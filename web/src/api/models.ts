import { address, client, ifMatch, read, readTagged, type Tagged } from "./client";
import type { EvaluationDoc, Id, JudgedPicture, Model, Page, Stage } from "./contract";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type ModelQuery = { limit?: number; cursor?: string; stage?: Stage; q?: string; sort?: string };

export const listModels = (project: Id, query: ModelQuery = {}): Promise<Page<Model>> =>
  read(client.GET("/projects/{id}/models", { params: { path: { id: project }, query } }));
export const getModel = (id: Id): Promise<Tagged<Model>> =>
  readTagged(client.GET("/models/{id}", { params: { path: { id } } }));
export type ModelPatch = Partial<Pick<Model, "name" | "note" | "stage" | "threshold">>;
export const patchModel = (id: Id, body: ModelPatch, etag: string): Promise<Tagged<Model>> =>
  readTagged(client.PATCH("/models/{id}", { params: { path: { id }, header: ifMatch(etag) }, body }));

export const getEvaluation = (id: Id): Promise<EvaluationDoc> =>
  read(client.GET("/models/{id}/evaluation", { params: { path: { id } } }));
export const getJudged = (id: Id, index: number): Promise<JudgedPicture> =>
  read(client.GET("/models/{id}/evaluation/{index}", { params: { path: { id, index } } }));
export const getBoard = (id: Id): Promise<Schemas["ModelBoard"]> => read(client.GET("/models/{id}/board", { params: { path: { id } } }));
export const boardPicture = (id: Id): string => address(`/models/${id}/board/picture`);
export const goldenPicture = (id: Id): string => address(`/models/${id}/golden`);
export const evaluationHeat = (id: Id, index: number): string => address(`/models/${id}/evaluation/${index}/heat`);
export const modelPackage = (id: Id): string => address(`/models/${id}/package`);
export const modelOnnx = (id: Id): string => address(`/models/${id}/onnx`);
export const modelReport = (id: Id, lang: string): string => address(`/models/${id}/report`, { lang });
