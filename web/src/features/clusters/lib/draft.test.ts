import { describe, expect, it } from "vitest";
import { hoursOf, mostOf, quotasOf, rowsOf, secondsOf, withQuota } from "./draft";

const devices = [
  { device: "cpu", unit: "core" as const, total: 8, schedulable: 8, free: 8, unallocated: 3 },
  { device: "nvidia_gpu_amd64", unit: "card" as const, total: 4, schedulable: 4, free: 4, unallocated: 4 },
];
const had = [{ device: "cpu", quota: 5, per_user: 2 }, { device: "huawei_npu_arm64", quota: 8, per_user: 8 }];

describe("quotas as they are typed", () => {
  it("have a row for each type there is, and for those that one has of types that are away", () => {
    expect(rowsOf(devices, had)).toEqual([
      { device: "cpu", quota: 5, per_user: 2 },
      { device: "nvidia_gpu_amd64", quota: 0, per_user: 0 },
      { device: "huawei_npu_arm64", quota: 8, per_user: 8 },
    ]);
  });

  it("go up to what nobody has and what is one's own already", () => {
    expect(rowsOf(devices, had).map((row) => mostOf(row, devices, had))).toEqual([8, 4, 8]);
    expect(mostOf({ device: "cpu", quota: 0, per_user: 0 }, devices, [])).toBe(3);
  });

  it("let a user have no more than the whole", () => {
    expect(withQuota({ device: "cpu", quota: 4, per_user: 4 }, 6)).toEqual({ device: "cpu", quota: 6, per_user: 6 });
    expect(withQuota({ device: "cpu", quota: 4, per_user: 2 }, 6).per_user).toBe(2);
    expect(withQuota({ device: "cpu", quota: 4, per_user: 3 }, 1).per_user).toBe(1);
    expect(withQuota({ device: "cpu", quota: 4, per_user: 9 }, 2, true).per_user).toBe(9);
  });

  it("are sent where there are any", () => {
    expect(quotasOf(rowsOf(devices, had)).map((one) => one.device)).toEqual(["cpu", "huawei_npu_arm64"]);
  });

  it("turn hours into seconds and back, and nothing into no end", () => {
    expect([secondsOf(2), secondsOf(0.5), secondsOf(null), secondsOf(0.001)]).toEqual([7200, 1800, null, 60]);
    expect([hoursOf(5400), hoursOf(null), hoursOf(100)]).toEqual([1.5, null, 0.03]);
  });
});
