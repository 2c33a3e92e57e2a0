import { address, client, read } from "./client";
import type { Id } from "./contract";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type SshKey = Schemas["SshKey"];
export type SshDoor = Schemas["SshDoor"];

export const listSshKeys = async (): Promise<SshKey[]> => (await read<{ items: SshKey[] }>(client.GET("/account/ssh_keys"))).items;
export const createSshKey = (body: { name: string; public_key: string }): Promise<SshKey> => read(client.POST("/account/ssh_keys", { body }));
export const deleteSshKey = (id: Id): Promise<void> => read(client.DELETE("/account/ssh_keys/{id}", { params: { path: { id } } }));

/** The server's port for SSH. */
export const getSshDoor = (): Promise<SshDoor> => read(client.GET("/jobs/ssh"));

/** Of a WebSocket to a shell within a job. */
export function terminalAddress(job: Id, size: { rank: number; columns: number; rows: number }): string {
  const url = new URL(address(`/jobs/${job}/terminal`, size), window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
