import { address, client, read } from "./client";
import type { AuditCheck, AuditRow, Id, Page } from "./people";

export type AuditFilter = {
  actor_id?: Id;
  actor?: string;
  action?: string;
  object_kind?: string;
  object_id?: string;
  project_id?: Id;
  result?: AuditRow["result"];
  from?: string;
  to?: string;
};
export type AuditQuery = AuditFilter & { limit?: number; cursor?: string };

export const listAudit = (query: AuditQuery, signal?: AbortSignal): Promise<Page<AuditRow>> => read(client.GET("/audit", { params: { query }, signal }));
export const listActions = async (): Promise<string[]> => (await read<{ actions: string[] }>(client.GET("/audit/actions"))).actions;
export const checkAudit = (): Promise<AuditCheck> => read(client.GET("/audit/check"));
export const auditFile = (kind: "csv" | "jsonl", filter: AuditFilter): string => address(`/audit.${kind}`, filter);
