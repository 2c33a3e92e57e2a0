import { address, client, ifMatch, read, readTagged, type Tagged } from "./client";
import type { ActionResult, Group, Id, Page, RowProblem } from "./people";

export type GroupFilter = { q?: string };
export type GroupQuery = GroupFilter & { sort?: string; limit?: number; cursor?: string };
export type NewGroup = { name: string; description: string; role_ids: Id[]; user_ids?: Id[] };

export const listGroups = (query: GroupQuery, signal?: AbortSignal): Promise<Page<Group>> => read(client.GET("/groups", { params: { query }, signal }));
/** Groups are few: all of them, in as many pages as it takes. */
export async function listAllGroups(): Promise<Group[]> {
  const groups: Group[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<Group> = await listGroups({ sort: "name", limit: 200, ...(cursor ? { cursor } : {}) });
    groups.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor);
  return groups;
}
export const groupsCsv = (filter: GroupFilter): string => address("/groups.csv", filter);
export const getGroup = (id: Id): Promise<Tagged<Group>> => readTagged(client.GET("/groups/{id}", { params: { path: { id } } }));
export const tryGroup = async (body: Pick<NewGroup, "name" | "description"> & Partial<NewGroup>): Promise<RowProblem[]> =>
  (await read<{ rows: RowProblem[] }>(client.POST("/groups", { params: { query: { dry_run: true } }, body }))).rows;
export const createGroup = (body: NewGroup): Promise<Group> => read(client.POST("/groups", { body }));
export const patchGroup = (id: Id, body: { name?: string; description?: string; role_ids?: Id[] }, etag: string): Promise<Tagged<Group>> =>
  readTagged(client.PATCH("/groups/{id}", { params: { path: { id }, header: ifMatch(etag) }, body }));
export const deleteGroup = (id: Id, stop_jobs: boolean): Promise<void> => read(client.DELETE("/groups/{id}", { params: { path: { id }, query: stop_jobs ? { stop_jobs } : {} } }));
export const changeMembers = (id: Id, body: { add?: Id[]; remove?: Id[]; stop_jobs?: boolean }): Promise<Group> =>
  read(client.POST("/groups/{id}/members", { params: { path: { id } }, body }));
export const actOnGroups = async (body: { action: "delete"; ids: Id[]; stop_jobs?: boolean } | { action: "add_users"; ids: Id[]; user_ids: Id[] }): Promise<ActionResult[]> =>
  (await read<{ results: ActionResult[] }>(client.POST("/groups/actions", { body }))).results;
