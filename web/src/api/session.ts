import { client, read } from "./client";
import type { Id, Me, NewToken, Page, Setup, Token } from "./contract";

export const getSetup = (): Promise<Setup> => read(client.GET("/setup"));
export const postSetup = (body: { token: string; name: string; password: string }): Promise<Me> =>
  read(client.POST("/setup", { body }));
export const getSession = (): Promise<Me> => read(client.GET("/session"));
export const logIn = (body: { name: string; password: string }): Promise<Me> =>
  read(client.POST("/session", { body }));
export const logOut = (): Promise<void> => read(client.DELETE("/session"));

export const listTokens = (): Promise<Page<Token>> => read(client.GET("/tokens"));
export const createToken = (body: { name: string; expires_days?: number }): Promise<NewToken> =>
  read(client.POST("/tokens", { body }));
export const deleteToken = (id: Id): Promise<void> =>
  read(client.DELETE("/tokens/{id}", { params: { path: { id } } }));
