// What is open to those who are not logged in.
import { client, read } from "./client";
import type { Branding, Me, Time } from "./people";

export const getBranding = (): Promise<Branding> => read(client.GET("/branding"));
export const logIn = (body: { name: string; password: string; code?: string }): Promise<Me> => read(client.POST("/session", { body }));
export type Registration = { name: string; nickname?: string; mail?: string; phone?: string; password: string };
export const register = (body: Registration): Promise<void> => read(client.POST("/registrations", { body }));
/** `reset`: of somebody who was in already and chooses a new password; they log in as usual then. */
export type Invited = { name: string; nickname: string; reset: boolean; expires_at: Time };
export const getInvitation = (secret: string): Promise<Invited> => read(client.GET("/invitations/{secret}", { params: { path: { secret } } }));
export const acceptInvitation = (secret: string, body: { password: string; nickname?: string }): Promise<Me | undefined> =>
  read(client.POST("/invitations/{secret}", { params: { path: { secret } }, body }));
