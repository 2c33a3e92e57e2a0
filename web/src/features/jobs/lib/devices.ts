// How many devices a job may ask for, what is free, and what would become of it: as the server tells it, by the rules that a job is
// submitted by.
import type { ClusterLimits, DeviceLimits } from "@/api/clusters";
import { CPU } from "./form";

export type Counts = { kind: "range"; least: number; most: number } | { kind: "one_of"; counts: number[] };

export const unitOf = (device: string): "core" | "card" => (device === CPU ? "core" : "card");

/** The types that one may ask for here at all. */
export const offered = (limits: ClusterLimits | undefined): DeviceLimits[] => (limits?.devices ?? []).filter((one) => one.lacking === null && (one.regular.most ?? 0) > 0);

export const limitsOf = (limits: ClusterLimits | undefined, device: string): DeviceLimits | undefined => offered(limits).find((one) => one.device === device);

/** On one node, or on each of several; null: nothing is allowed. */
export function countsOf(device: DeviceLimits, distributed: boolean): Counts | null {
  const allowed = distributed ? device.distributed?.per_node : device.regular;
  if (!allowed || allowed.least === null || allowed.most === null) return null;
  return allowed.one_of ? { kind: "one_of", counts: allowed.one_of } : { kind: "range", least: allowed.least, most: allowed.most };
}

/** Most nodes with so many devices on each. */
export function mostNodes(device: DeviceLimits, perNode: number | null): number {
  const { distributed } = device;
  if (!distributed) return 0;
  return perNode && perNode > 0 ? Math.min(distributed.most_nodes, Math.floor(distributed.quota / perNode)) : distributed.most_nodes;
}

export const isAllowed = (counts: Counts | null, count: number): boolean =>
  counts !== null && (counts.kind === "one_of" ? counts.counts.includes(count) : count >= counts.least && count <= counts.most);

/** The number nearest to what stands there that may be asked for. */
export function nearest(counts: Counts | null, count: number): number {
  if (counts === null || isAllowed(counts, count)) return count;
  if (counts.kind === "range") return Math.min(Math.max(count, counts.least), counts.most);
  const above = counts.counts.filter((one) => one >= count);
  return above.length > 0 ? Math.min(...above) : Math.max(...counts.counts, 0);
}

/** Of a longest run in seconds: does it keep within what the virtual cluster and the user may? */
export const keepsWithin = (wanted: number | null, limit: number | null): boolean => limit === null || wanted === null || wanted <= limit;
