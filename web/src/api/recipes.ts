import { address, client, ifMatch, read, readTagged, sendBody, type Tagged } from "./client";
import type { Id, Job, NewRecipeRun, Page, RecipeChange, RecipeDetail, RecipeDoc, RecipeRow, RecipeRun, RecipeRunPart, RecipeRunPicture, RecipeVersion, TrialResult } from "./contract";

export type RecipeQuery = { limit?: number; cursor?: string; q?: string; sort?: string };

export const listRecipes = (project: Id, query: RecipeQuery = {}): Promise<Page<RecipeRow>> =>
  read(client.GET("/projects/{id}/recipes", { params: { path: { id: project }, query } }));
export const createRecipe = (project: Id, body: { name: string; draft: RecipeDoc }): Promise<RecipeDetail> =>
  read(client.POST("/projects/{id}/recipes", { params: { path: { id: project } }, body: body as never }));
export const getRecipe = (id: Id): Promise<Tagged<RecipeDetail>> => readTagged(client.GET("/recipes/{id}", { params: { path: { id } } }));
export const renameRecipe = (id: Id, name: string, etag: string): Promise<Tagged<RecipeDetail>> =>
  readTagged(client.PATCH("/recipes/{id}", { params: { path: { id }, header: ifMatch(etag) }, body: { name } }));
export const deleteRecipe = (id: Id): Promise<void> => read(client.DELETE("/recipes/{id}", { params: { path: { id } } }));
export const saveDraft = (id: Id, draft: RecipeDoc, etag: string): Promise<Tagged<RecipeDetail>> =>
  readTagged(client.PUT("/recipes/{id}/draft", { params: { path: { id }, header: ifMatch(etag) }, body: { draft: draft as never } }));
export const sendRecipeFile = (id: Id, name: string, file: Blob): Promise<{ name: string }> =>
  sendBody("POST", address(`/recipes/${id}/files`, { name }), file, "application/octet-stream");

export type Trial = { draft: RecipeDoc; picture_id: Id | null; desk: string; texts: Record<string, string> };
/** One that is aborted ends on the server, too. */
export const tryRecipe = (id: Id, body: Trial, signal: AbortSignal): Promise<TrialResult> =>
  read(client.POST("/recipes/{id}/trial", { params: { path: { id } }, body: body as never, signal }));

export const listRecipeVersions = (id: Id, cursor?: string): Promise<Page<RecipeVersion>> =>
  read(client.GET("/recipes/{id}/versions", { params: { path: { id }, query: { cursor, limit: 50 } } }));
export const saveRecipeVersion = (id: Id, body: { revision: number; note: string }): Promise<RecipeVersion> =>
  read(client.POST("/recipes/{id}/versions", { params: { path: { id } }, body }));
/** What is another in the version than in `from`; without it, in the draft than in the version. */
export const diffRecipe = async (version: Id, from?: Id): Promise<RecipeChange[]> =>
  (await read<{ changes: RecipeChange[] }>(client.GET("/recipe_versions/{id}/diff", { params: { path: { id: version }, query: { from } } }))).changes;
export const packRecipe = (version: Id): Promise<Job> =>
  read(client.POST("/recipe_versions/{id}/package", { params: { path: { id: version } } }));

export const runRecipe = (version: Id, body: NewRecipeRun): Promise<RecipeRun> =>
  read(client.POST("/recipe_versions/{id}/runs", { params: { path: { id: version } }, body: body as never }));
export const listRecipeRuns = (id: Id, cursor?: string): Promise<Page<RecipeRun>> =>
  read(client.GET("/recipes/{id}/runs", { params: { path: { id }, query: { cursor, limit: 20 } } }));
export const getRecipeRun = (id: Id): Promise<RecipeRun> => read(client.GET("/recipe_runs/{id}", { params: { path: { id } } }));
export const listRunPictures = (id: Id, part: RecipeRunPart, cursor?: string): Promise<Page<RecipeRunPicture>> =>
  read(client.GET("/recipe_runs/{id}/pictures", { params: { path: { id }, query: { part, cursor, limit: 50 } } }));
