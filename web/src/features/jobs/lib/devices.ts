// How many devices a job on one node may ask for, and what is free: for the form. The server checks by the same rules when a job is
// submitted. The one place to change when it tells the allowed numbers itself.
import type { ClusterLimits, QuotaUse } from "@/api/clusters";
import { CPU } from "./form";

export type Counts = { kind: "range"; least: number; most: number } | { kind: "one_of"; counts: number[] };

/** Cards of a model are a type of their own: `huawei_npu_arm64_910b` follows the rules of `huawei_npu_arm64`. */
const isA = (device: string, base: string): boolean => device === base || device.startsWith(`${base}_`);
export const unitOf = (device: string): "core" | "card" => (isA(device, CPU) ? "core" : "card");

export function countsOf(device: string, most: number): Counts {
  if (isA(device, "huawei_npu_arm64")) return { kind: "one_of", counts: [0, 1, 2, 4, 8].filter((count) => count <= most) };
  return { kind: "range", least: unitOf(device) === "core" ? 1 : 0, most };
}

export const mostOf = (quota: QuotaUse): number => Math.min(quota.quota, quota.per_user);

/** The quota of a type, as far as one may use it. */
export const quotaOf = (limits: ClusterLimits | undefined, device: string): QuotaUse | undefined => limits?.quotas.find((one) => one.device === device);

/** Whether so many could be had at this moment: then a job of this size need not wait for devices. */
export const freeNow = (quota: QuotaUse, count: number): boolean => count <= Math.min(quota.available, quota.per_user);

/** Of a longest run in seconds: does it keep within what the virtual cluster and the user may? */
export const keepsWithin = (wanted: number | null, limit: number | null): boolean => limit === null || wanted === null || wanted <= limit;
