import { client, read } from "./client";
import type { About, Contact, Id, Me, NewToken, Page, RunVersion, SecondFactor, Session, Token } from "./people";

export const patchAccount = (body: Partial<Pick<Me, "nickname" | "phone" | "mail" | "language" | "virtual_cluster_id" | "job_mail">>): Promise<Me> => read(client.PATCH("/account", { body }));
/** Whom to ask for rights. */
export const listAdministrators = async (): Promise<Contact[]> => (await read<{ items: Contact[] }>(client.GET("/account/administrators"))).items;
export const changePassword = (body: { current: string; new: string; end_tokens?: boolean }): Promise<void> =>
  read(client.PUT("/account/password", { body }));

export const getSecondFactor = (): Promise<SecondFactor> => read(client.GET("/account/second_factor"));
export const beginSecondFactor = (password: string): Promise<{ secret: string; url: string }> =>
  read(client.POST("/account/second_factor", { body: { password } }));
export const confirmSecondFactor = async (code: string): Promise<string[]> =>
  (await read<{ recovery_codes: string[] }>(client.POST("/account/second_factor/confirm", { body: { code } }))).recovery_codes;
export const removeSecondFactor = (password: string): Promise<void> => read(client.POST("/account/second_factor/remove", { body: { password } }));
export const newRecoveryCodes = async (password: string): Promise<string[]> =>
  (await read<{ recovery_codes: string[] }>(client.POST("/account/recovery_codes", { body: { password } }))).recovery_codes;

export const listSessions = (cursor?: string): Promise<Page<Session>> => read(client.GET("/sessions", { params: { query: { cursor } } }));
export const endSession = (id: Id): Promise<void> => read(client.DELETE("/sessions/{id}", { params: { path: { id } } }));
export const endAllSessions = (): Promise<void> => read(client.DELETE("/sessions"));

export type TokenBody = { name: string; expires_days?: number; scopes?: string[]; project_id?: Id };
export const listTokens = (cursor?: string): Promise<Page<Token>> => read(client.GET("/tokens", { params: { query: { cursor } } }));
export const createToken = (body: TokenBody): Promise<NewToken> => read(client.POST("/tokens", { body }));
export const deleteToken = (id: Id): Promise<void> => read(client.DELETE("/tokens/{id}", { params: { path: { id } } }));

export type Asked = { name: string; address: string; created_at: string; expires_at: string };
export const findDevice = (user_code: string): Promise<Asked> => read(client.POST("/device/find", { body: { user_code } }));
export const approveDevice = (user_code: string): Promise<void> => read(client.POST("/device/approve", { body: { user_code } }));
export const refuseDevice = (user_code: string): Promise<void> => read(client.POST("/device/refuse", { body: { user_code } }));

export const getAbout = (): Promise<About> => read(client.GET("/about"));
export const listRunVersions = (cursor?: string): Promise<Page<RunVersion>> => read(client.GET("/about/versions", { params: { query: { cursor } } }));
