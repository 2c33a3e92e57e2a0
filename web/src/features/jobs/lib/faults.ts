// What the server, or the reader of files, found wrong: by the fields of the form, in words.
import { isProblem } from "@/api/problem";
import { hasKey, type T } from "@/i18n";
import { say, sayCode } from "@/lib/say";
import type { Fault } from "./file";

/** The field of the form where a fault is shown: the first word of its name. */
export const fieldOf = (fault: Pick<Fault, "field">): string => fault.field.split(/[.[]/)[0] ?? "-";

/** Fields that the form shows under another name, or not at all. */
const PLACE: Record<string, string> = { cores: "devices", most_restarts: "restart", type: "extent", master_command: "command", submit: "-" };
const SHOWN = ["name", "kind", "virtual_cluster", "project", "device", "devices", "extent", "nodes", "memory", "disk", "processes", "image", "privileged", "command", "environment", "mounts", "priority", "longest_run", "restart", "tags", "values", "parameters", "endpoints", "notify"] as const;
export type Shown = (typeof SHOWN)[number];

/** Refusals that name no field, but can only be mended in one. */
const OF_CODE: Record<string, Shown> = { "job.priority": "priority", "vc.none": "virtual_cluster", "vc.no_devices": "virtual_cluster" };

/** `null`: the refusal is none of a field. */
export function faultsOfProblem(error: unknown): Fault[] | null {
  if (!isProblem(error)) return null;
  const line = typeof error.params.line === "number" ? error.params.line : null;
  const reason = typeof error.params.reason === "string" ? error.params.reason : error.detail;
  const fields = Object.entries(error.fields);
  // A server that tells its reasons by code has them in the params, with their numbers.
  const { reason_code: because, reason_params: params } = error.params;
  const told = typeof params === "object" && params !== null ? { params: params as Record<string, unknown> } : {};
  if (fields.length > 0) return fields.map(([field, code]) => ({ field, code: typeof because === "string" ? because : code, line, reason, ...told }));
  const own = OF_CODE[error.code];
  return own ? [{ field: own, code: error.code, line, reason }] : null;
}

/** Faults by the fields that show them; under "-" those that stand above the form. */
export function byField(faults: readonly Fault[]): Map<Shown | "-", Fault[]> {
  const out = new Map<Shown | "-", Fault[]>();
  for (const fault of faults) {
    const top = fieldOf(fault);
    const name = PLACE[top] ?? top;
    const place = (SHOWN as readonly string[]).includes(name) ? (name as Shown) : "-";
    out.set(place, [...(out.get(place) ?? []), fault]);
  }
  return out;
}

/** A part of the form as people read it: what the file calls `environment.PATH` or `endpoints[0].port`. */
function partOf(t: T, field: string): string {
  const variable = /^environment\.?(.*)$/s.exec(field);
  if (variable) return variable[1] || t("jobs.fault.part.unnamed");
  const [, list, number] = /^(endpoints|tags|mounts|parameters)\[(\d+)\]/.exec(field) ?? [];
  if (list) return t(`jobs.fault.part.${list as "endpoints" | "tags" | "mounts" | "parameters"}`, { n: Number(number) + 1 });
  return field.replace(/^values\./, "");
}

/** The sentence of a fault: the one for job files, else that of the code, else the server's reason. */
export function sayFault(t: T, fault: Fault, error?: unknown): string {
  if (fault.params && hasKey(`error.${fault.code}`)) return sayCode(t, fault.code, fault.reason, fault.params);
  const key = `jobs.fault.${fault.code}`;
  const own = hasKey(key) ? t(key as never, { field: partOf(t, fault.field), detail: fault.reason } as never) : null;
  if (own) return own;
  if (isProblem(error, fault.code)) return say(t, error);
  return sayCode(t, fault.code, fault.reason || fault.code);
}
