import { address, client, ifMatch, read, readTagged, type Tagged } from "./client";
import type { ActionResult, Id, Page, PermissionTree, Role, RowProblem } from "./people";

export type RoleFilter = { q?: string; kind?: Role["kind"] };
export type RoleQuery = RoleFilter & { sort?: string; limit?: number; cursor?: string };
export type NewRole = { name: string; description: string; permissions: string[] };

export const getPermissions = (): Promise<PermissionTree> => read(client.GET("/permissions"));
export const listRoles = (query: RoleQuery, signal?: AbortSignal): Promise<Page<Role>> => read(client.GET("/roles", { params: { query }, signal }));
/** Roles are few: all of them, in as many pages as it takes. */
export async function listAllRoles(): Promise<Role[]> {
  const roles: Role[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<Role> = await listRoles({ sort: "name", limit: 200, ...(cursor ? { cursor } : {}) });
    roles.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor);
  return roles;
}
export const rolesCsv = (filter: RoleFilter): string => address("/roles.csv", filter);
export const getRole = (id: Id): Promise<Tagged<Role>> => readTagged(client.GET("/roles/{id}", { params: { path: { id } } }));
export const tryRole = async (body: Pick<NewRole, "name" | "description"> & Partial<NewRole>): Promise<RowProblem[]> =>
  (await read<{ rows: RowProblem[] }>(client.POST("/roles", { params: { query: { dry_run: true } }, body }))).rows;
export const createRole = (body: NewRole): Promise<Role> => read(client.POST("/roles", { body }));
export const patchRole = (id: Id, body: Partial<NewRole>, etag: string): Promise<Tagged<Role>> =>
  readTagged(client.PATCH("/roles/{id}", { params: { path: { id }, header: ifMatch(etag) }, body }));
export const deleteRole = (id: Id): Promise<void> => read(client.DELETE("/roles/{id}", { params: { path: { id } } }));
export type Holders = { add_user_ids?: Id[]; remove_user_ids?: Id[]; add_group_ids?: Id[]; remove_group_ids?: Id[] };
export const changeHolders = (id: Id, body: Holders): Promise<Role> => read(client.POST("/roles/{id}/holders", { params: { path: { id } }, body }));
export const deleteRoles = async (ids: Id[]): Promise<ActionResult[]> =>
  (await read<{ results: ActionResult[] }>(client.POST("/roles/actions", { body: { action: "delete", ids } }))).results;
