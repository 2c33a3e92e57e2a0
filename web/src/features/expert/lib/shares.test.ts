import { describe, expect, it } from "vitest";
import type { QuotaUse, VirtualCluster } from "@/api/clusters";
import { randomOf } from "@/test/random";
import { totals, shareOf } from "./shares";

const quota = (device: string, quota: number, used: number, available: number, unschedulable = 0): QuotaUse => ({ device, quota, per_user: quota, used, used_preemptible: 0, available, unschedulable });

describe("the use of a virtual cluster", () => {
  it("has parts that add up to the quota and are never below zero", () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const random = randomOf(seed);
      const some = () => Math.floor(random() * 9);
      const given = quota("cpu", some(), some(), some(), some());
      const { used, available, unschedulable, held } = shareOf(given);
      expect(used + available + unschedulable + held).toBe(given.quota);
      expect(Math.min(used, available, unschedulable, held)).toBeGreaterThanOrEqual(0);
    }
  });
  it("tells what is neither used nor to be had", () => {
    expect(shareOf(quota("cpu", 8, 3, 2, 1))).toEqual({ device: "cpu", used: 3, available: 2, unschedulable: 1, held: 2 });
  });
  it("is added up by type", () => {
    const cluster = (...quotas: QuotaUse[]) => ({ quotas }) as VirtualCluster;
    expect(totals([cluster(quota("cpu", 4, 1, 3)), cluster(quota("cpu", 2, 2, 0), quota("a", 1, 0, 1))])).toEqual([
      { device: "a", used: 0, available: 1, unschedulable: 0, held: 0 }, { device: "cpu", used: 3, available: 3, unschedulable: 0, held: 0 },
    ]);
  });
});
