import { address, client, once, read, sendBody } from "./client";
import type { BeadPlan, BoardLayout, Id, Job, Task, TextPlan } from "./contract";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type NewTraining = {
  /** `null`: a version of all labelled pictures is made first. */
  version_id: Id | null;
  task?: Task;
  budget_s?: number;
  /** How many overkills one escape costs … */
  cost?: number;
  /** … or the largest share of good pictures that may be called NG. */
  overkill?: number;
  /** Of detection and masks the backbone learns, of reading the reader's last layer. */
  tune?: boolean;
  name?: string;
  /** Foreign things are pasted into good pictures to learn what bad is. */
  paste_in?: boolean;
  virtual_cluster_id?: Id;
};

export const getBeadPlan = (project: Id): Promise<Schemas["DrawnBeadPlan"]> =>
  read(client.GET("/projects/{id}/bead_plan", { params: { path: { id: project } } }));
export const putBeadPlan = (project: Id, body: BeadPlan): Promise<Schemas["DrawnBeadPlan"]> =>
  read(client.PUT("/projects/{id}/bead_plan", { params: { path: { id: project } }, body }));

/** A picture, or where one lies. */
export const findChessboard = async (project: Id, squareMm: number, picture: Blob | string): Promise<Schemas["SeenChessboard"]> => {
  const file = typeof picture === "string" ? await (await globalThis.fetch(picture, { credentials: "same-origin" })).blob() : picture;
  return sendBody("POST", address(`/projects/${project}/bead_plan/chessboard`, { square_mm: squareMm }), file, "application/octet-stream");
};

export const getBoardLayout = (project: Id): Promise<Schemas["DrawnBoardLayout"]> =>
  read(client.GET("/projects/{id}/board_layout", { params: { path: { id: project } } }));
export const putBoardLayout = (project: Id, body: BoardLayout): Promise<Schemas["DrawnBoardLayout"]> =>
  read(client.PUT("/projects/{id}/board_layout", { params: { path: { id: project } }, body }));

export const getTextPlan = (project: Id): Promise<Schemas["DrawnTextPlan"]> =>
  read(client.GET("/projects/{id}/text_plan", { params: { path: { id: project } } }));
export const putTextPlan = (project: Id, body: TextPlan): Promise<Schemas["DrawnTextPlan"]> =>
  read(client.PUT("/projects/{id}/text_plan", { params: { path: { id: project } }, body }));

export const getGoldenPicture = (project: Id): Promise<Schemas["ChosenGolden"]> =>
  read(client.GET("/projects/{id}/golden_picture", { params: { path: { id: project } } }));
export const putGoldenPicture = (project: Id, picture: Id): Promise<Schemas["ChosenGolden"]> =>
  read(client.PUT("/projects/{id}/golden_picture", { params: { path: { id: project } }, body: { picture_id: picture } }));
export type Learning = Schemas["Learning"];
export type LearningCurve = Schemas["LearningCurve"];
export const getLearning = (project: Id): Promise<Learning> => read(client.GET("/projects/{id}/learning", { params: { path: { id: project } } }));
export type LearningLoop = Schemas["LearningLoop"];
export const putLoop = (project: Id, after: number): Promise<LearningLoop> =>
  read(client.PUT("/projects/{id}/learning/loop", { params: { path: { id: project } }, body: { after } }));
export const endLoop = (project: Id): Promise<void> => read(client.DELETE("/projects/{id}/learning/loop", { params: { path: { id: project } } }));

export const startTraining = (project: Id, body: NewTraining, key: string): Promise<Job> =>
  read(client.POST("/projects/{id}/trainings", { params: { path: { id: project } }, headers: once(key), body }));
