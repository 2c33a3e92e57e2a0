// Who else may say who somebody is: settings, ways in, and what people link to themselves.
import { client, ifMatch, read, readTagged, type Tagged } from "./client";
import type { GroupRef, Id, Page, RoleRef } from "./people";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type ProviderKind = Schemas["ProviderKind"];
export type OidcSettings = Schemas["OidcSettings"];
export type LdapSettings = Schemas["LdapSettings"];
export type MappingRow = { their_group: string; role: RoleRef | null; group: GroupRef | null };
export type Provider = Omit<Schemas["IdentityProvider"], "mapping" | "oidc" | "ldap"> & {
  mapping: MappingRow[];
  oidc: OidcSettings | null;
  ldap: LdapSettings | null;
};
export type ProviderBody = Schemas["ProviderWanted"];
export type Tested = Schemas["ProviderTested"];
export type LoginWays = Schemas["LoginWays"];
export type Identity = Schemas["Identity"];

export const listProviders = (cursor?: string): Promise<Page<Provider>> =>
  read(client.GET("/identity_providers", { params: { query: { cursor } } }));
export const getProvider = (id: Id): Promise<Tagged<Provider>> =>
  readTagged(client.GET("/identity_providers/{id}", { params: { path: { id } } }));
export const createProvider = (body: ProviderBody): Promise<Provider> => read(client.POST("/identity_providers", { body }));
export const putProvider = (id: Id, body: ProviderBody, etag: string): Promise<Tagged<Provider>> =>
  readTagged(client.PUT("/identity_providers/{id}", { params: { path: { id }, header: ifMatch(etag) }, body }));
export const deleteProvider = (id: Id): Promise<void> => read(client.DELETE("/identity_providers/{id}", { params: { path: { id } } }));
export const testProvider = (body: Schemas["ProviderTestWanted"]): Promise<Tested> => read(client.POST("/identity_providers/test", { body }));

export const getLoginWays = (): Promise<LoginWays> => read(client.GET("/login_ways"));
/** Where the browser is to go. */
export const startLogin = async (id: Id, returnTo: string): Promise<string> =>
  (await read<{ url: string }>(client.POST("/oidc/{id}/start", { params: { path: { id } }, body: { return_to: returnTo } }))).url;

export const listIdentities = (cursor?: string): Promise<Page<Identity>> =>
  read(client.GET("/account/identities", { params: { query: { cursor } } }));
export const linkByOidc = async (body: Schemas["OidcLink"]): Promise<string> =>
  (await read<{ url: string }>(client.POST("/account/identities/oidc", { body }))).url;
export const linkByDirectory = (body: Schemas["DirectoryLink"]): Promise<void> => read(client.POST("/account/identities/directory", { body }));
export const unlink = (id: Id): Promise<void> => read(client.DELETE("/account/identities/{id}", { params: { path: { id } } }));
