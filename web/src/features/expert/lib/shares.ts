// What of a virtual cluster is used, free, or lost, type by type. Pure.
import type { QuotaUse, VirtualCluster } from "@/api/clusters";

export type Share = { device: string; used: number; available: number; unschedulable: number; /** Of others, or kept back: in the quota, but not to be had now. */ held: number };

/** The parts add up to the quota, whatever happens between two counts of the server. */
export function shareOf(quota: QuotaUse): Share {
  const used = Math.min(quota.used, quota.quota);
  const unschedulable = Math.min(quota.unschedulable, quota.quota - used);
  const available = Math.min(quota.available, quota.quota - used - unschedulable);
  return { device: quota.device, used, available, unschedulable, held: quota.quota - used - unschedulable - available };
}

/** Of all virtual clusters together. */
export function totals(clusters: readonly VirtualCluster[]): Share[] {
  const all = new Map<string, Share>();
  for (const quota of clusters.flatMap((one) => one.quotas)) {
    const one = shareOf(quota);
    const before = all.get(one.device) ?? { device: one.device, used: 0, available: 0, unschedulable: 0, held: 0 };
    all.set(one.device, {
      device: one.device, used: before.used + one.used, available: before.available + one.available, unschedulable: before.unschedulable + one.unschedulable, held: before.held + one.held,
    });
  }
  return [...all.values()].sort((a, b) => a.device.localeCompare(b.device));
}

export const unitOf = (device: string): "core" | "card" => (device === "cpu" || device.startsWith("cpu_") ? "core" : "card");
