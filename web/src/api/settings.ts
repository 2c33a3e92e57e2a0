import { address, client, read, sendBody } from "./client";
import type { Settings } from "./people";

export const getSettings = (): Promise<Settings> => read(client.GET("/settings"));
export const patchSettings = (body: Partial<Settings>): Promise<Settings> => read(client.PATCH("/settings", { body }));
export const putLogo = (picture: Blob): Promise<void> => sendBody("PUT", address("/settings/logo"), picture, picture.type || "image/png");
export const deleteLogo = (): Promise<void> => read(client.DELETE("/settings/logo"));
