import { address, client, ifMatch, read, readTagged, sendBody, type Tagged } from "./client";
import type { ActionResult, BatchAnswer, Belongings, Console, Id, Invitation, NewUser, Page, User, UserDetail, UserPatch, UserState } from "./people";

export type UserFilter = { q?: string; state?: UserState; role_id?: Id; group_id?: Id };
export type UserQuery = UserFilter & { sort?: string; limit?: number; cursor?: string };

export const getConsole = (): Promise<Console> => read(client.GET("/console"));
export const listUsers = (query: UserQuery, signal?: AbortSignal): Promise<Page<User>> => read(client.GET("/users", { params: { query }, signal }));
export const usersCsv = (filter: UserFilter): string => address("/users.csv", filter);
export const getUser = (id: Id): Promise<Tagged<UserDetail>> => readTagged(client.GET("/users/{id}", { params: { path: { id } } }));
export const patchUser = (id: Id, body: UserPatch, etag: string): Promise<Tagged<UserDetail>> =>
  readTagged(client.PATCH("/users/{id}", { params: { path: { id }, header: ifMatch(etag) }, body }));
export const deleteUser = (id: Id, transfer_to?: Id): Promise<void> =>
  read(client.DELETE("/users/{id}", { params: { path: { id }, query: transfer_to ? { transfer_to } : {} } }));
export const getBelongings = (id: Id): Promise<Belongings> => read(client.GET("/users/{id}/belongings", { params: { path: { id } } }));
export const setUserPassword = (id: Id, password: string): Promise<void> =>
  read(client.PUT("/users/{id}/password", { params: { path: { id } }, body: { password } }));
export const inviteAgain = (id: Id): Promise<Invitation> => read(client.POST("/users/{id}/invitation", { params: { path: { id } } }));
/** A link by which somebody who is in already chooses a new password. */
export const makeResetLink = (id: Id): Promise<Invitation> => read(client.POST("/users/{id}/reset_link", { params: { path: { id } } }));
export const removeUserFactor = (id: Id): Promise<void> => read(client.POST("/users/{id}/second_factor/remove", { params: { path: { id } } }));

export const createUsers = (users: NewUser[], dryRun: boolean): Promise<BatchAnswer> =>
  read(client.POST("/users/batch", { params: { query: dryRun ? { dry_run: true } : {} }, body: { users } }));
/** The table as the person has it; the server reads it. */
export const importUsers = (file: Blob, dryRun: boolean): Promise<BatchAnswer> =>
  sendBody("POST", address("/users/import", { dry_run: String(dryRun) }), file, "text/csv");

export type UserAction =
  | { action: "lock" | "unlock"; ids: Id[] }
  | { action: "delete"; ids: Id[]; transfer_to?: Id }
  | { action: "add_groups" | "remove_groups"; ids: Id[]; group_ids: Id[]; stop_jobs?: boolean }
  | { action: "add_roles" | "remove_roles"; ids: Id[]; role_ids: Id[] };
export const actOnUsers = async (body: UserAction): Promise<ActionResult[]> =>
  (await read<{ results: ActionResult[] }>(client.POST("/users/actions", { body }))).results;
