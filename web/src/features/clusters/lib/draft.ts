// Quotas as they are typed: numbers by type of device, and what can still be given.
import type { ClusterDevice, Quota, QuotaUse } from "@/api/clusters";

export type Row = { device: string; quota: number; per_user: number };

/** One row a type of device that the cluster has, and of those that the virtual cluster has of types that are away. */
export function rowsOf(devices: readonly ClusterDevice[], quotas: readonly (Quota | QuotaUse)[]): Row[] {
  const names = [...devices.map((one) => one.device), ...quotas.map((one) => one.device).filter((name) => !devices.some((one) => one.device === name))];
  return names.map((device) => {
    const own = quotas.find((one) => one.device === device);
    return { device, quota: own?.quota ?? 0, per_user: own?.per_user ?? 0 };
  });
}

/** What the virtual cluster may have of it at most: what nobody has, and what it has already. */
export function mostOf(row: Row, devices: readonly ClusterDevice[], had: readonly (Quota | QuotaUse)[]): number {
  const free = devices.find((one) => one.device === row.device)?.unallocated ?? 0;
  return free + (had.find((one) => one.device === row.device)?.quota ?? 0);
}

/** A user has no more than the whole, but what can be borrowed; whoever raises the whole from nothing means everybody alike. */
export function withQuota(row: Row, quota: number, borrows = false): Row {
  const follows = row.per_user === row.quota;
  return { ...row, quota, per_user: follows ? quota : borrows ? row.per_user : Math.min(row.per_user, quota) };
}

export const quotasOf = (rows: readonly Row[]): Quota[] => rows.filter((row) => row.quota > 0).map((row) => ({ ...row }));

/** Null: nothing happens to idle jobs. */
export type IdleTimes = { idle_warn_s: number | null; idle_pause_s: number | null };
export const minutesOf = (seconds: number | null): number | null => (seconds === null ? null : Math.round(seconds / 60));
export const secondsOfMinutes = (minutes: number | null): number | null => (minutes === null ? null : minutes * 60);

export const HOUR = 3600;
/** Hours as they are shown and typed, to two places; an empty field has no end. */
export const hoursOf = (seconds: number | null | undefined): number | null => (seconds ? Math.round((seconds / HOUR) * 100) / 100 : null);
export const secondsOf = (hours: number | null): number | null => (hours ? Math.max(60, Math.round(hours * HOUR)) : null);
