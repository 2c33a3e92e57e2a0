import { address, client, read, sendBody } from "./client";
import type { MailSettings, MailWanted, Settings, SettingsPatch } from "./people";

export const getSettings = (): Promise<Settings> => read(client.GET("/settings"));
export const patchSettings = (body: SettingsPatch): Promise<Settings> => read(client.PATCH("/settings", { body }));
export const getMail = async (): Promise<MailSettings | null> => (await read<{ mail: MailSettings | null }>(client.GET("/settings/mail"))).mail;
export const putMail = async (body: MailWanted): Promise<MailSettings | null> => (await read<{ mail: MailSettings | null }>(client.PUT("/settings/mail", { body }))).mail;
export const deleteMail = (): Promise<void> => read(client.DELETE("/settings/mail"));
export const testMail = (to: string): Promise<void> => read(client.POST("/settings/mail/test", { body: { to } }));
export const putLogo = (picture: Blob): Promise<void> => sendBody("PUT", address("/settings/logo"), picture, picture.type || "image/png");
export const deleteLogo = (): Promise<void> => read(client.DELETE("/settings/logo"));
