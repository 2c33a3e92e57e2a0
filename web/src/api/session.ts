import { client, read } from "./client";
import type { Me, Setup } from "./contract";

export const getSetup = (): Promise<Setup> => read(client.GET("/setup"));
export const postSetup = (body: { token: string; name: string; password: string }): Promise<Me> =>
  read(client.POST("/setup", { body }));
export const getSession = (): Promise<Me> => read(client.GET("/session"));
export const logOut = (): Promise<void> => read(client.DELETE("/session"));
