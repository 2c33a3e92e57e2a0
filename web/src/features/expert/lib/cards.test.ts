import { describe, expect, it } from "vitest";
import type { NodeUse } from "@/api/clusters";
import { groupsOf, hueOf, jobsOf, markOf } from "./cards";

const use = (job_id: string, cards: number[], device = "huawei_npu_arm64"): NodeUse => ({ job_id, name: null, rank: 0, device, cards, cores: 1 });
const bank = (count: number, group: number | null) => ({ device: "huawei_npu_arm64", unit: "card" as const, count, used: 0, group });

describe("cards of a node", () => {
  it("stand in their groups with the job that has them", () => {
    const node = { uses: [use("a", [0, 1]), use("b", [4]), use("c", [2], "nvidia_gpu_amd64")] };
    const groups = groupsOf(node, bank(8, 4));
    expect(groups.map((group) => group.map((card) => card.use?.job_id ?? "-").join(""))).toEqual(["aa--", "b---"]);
    expect(groups[1]?.[0]?.number).toBe(4);
    expect(groupsOf(node, bank(6, 4)).map((group) => group.length)).toEqual([4, 2]);
    expect(groupsOf(node, bank(3, null)).map((group) => group.length)).toEqual([3]);
    expect(groupsOf(node, bank(0, null))).toEqual([]);
  });
  it("keep the colour of their job", () => {
    expect(hueOf("0192-a")).toBe(hueOf("0192-a"));
    expect(hueOf("0192-a")).not.toBe(hueOf("0192-b"));
    expect(markOf("0192-4f")).toBe("4f");
  });
  it("name each job once", () => {
    expect(jobsOf({ uses: [use("a", [0]), use("b", [1]), use("a", [4])] }).map((one) => one.job_id)).toEqual(["a", "b"]);
  });
});
