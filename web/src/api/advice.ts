import { client, read } from "./client";
import type { Id, Page, Picture } from "./contract";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Advice = Schemas["Advice"];
export type AdviceKind = Schemas["AdviceKind"];
export type AdvisedPicture = Omit<Schemas["AdvisedPicture"], "picture"> & { picture: Picture };
export type SimilarPicture = Omit<Schemas["SimilarPicture"], "picture"> & { picture: Picture };

export const getAdvice = (project: Id): Promise<Advice> => read(client.GET("/projects/{id}/advice", { params: { path: { id: project } } }));
export const startAdvice = (project: Id): Promise<Advice> => read(client.POST("/projects/{id}/advice", { params: { path: { id: project } } }));
export const listAdvised = (project: Id, what: AdviceKind): Promise<Page<AdvisedPicture>> =>
  read(client.GET("/projects/{id}/advice/pictures", { params: { path: { id: project }, query: { what } } }));
export const foundRight = (project: Id, what: AdviceKind, ids: Id[]): Promise<{ changed: number }> =>
  read(client.POST("/projects/{id}/advice/right", { params: { path: { id: project } }, body: { what, ids } }));
export const listSimilar = (picture: Id): Promise<Page<SimilarPicture>> =>
  read(client.GET("/pictures/{id}/similar", { params: { path: { id: picture } } }));
