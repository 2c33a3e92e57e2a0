import { describe, expect, it } from "vitest";
import type { JobImage } from "@/api/jobs";
import { groupedImages } from "./images";

const image = (name: string, more: Partial<JobImage> = {}): JobImage => ({ image: name, group: "server", here: true, framework: null, version: null, devices: [], description: "", ...more });

describe("images of jobs", () => {
  const all = [
    image("r/torch:2.8", { group: "preset", framework: "PyTorch", version: "2.8", devices: ["nvidia_gpu_amd64"] }), image("r/ms:2.4", { group: "preset", framework: "MindSpore", devices: ["huawei_npu_arm64"] }), image("busybox:1"), image("own/a:1", { group: "private" }),
  ];
  const told = (device: string, typed = "") => groupedImages(all, device, typed).map(({ group, images }) => [group, ...images.map((one) => one.image)]);

  it("stand in groups, those for other devices left out", () => {
    expect(told("nvidia_gpu_amd64_A100")).toEqual([["preset", "r/torch:2.8"], ["server", "busybox:1"], ["private", "own/a:1"]]);
    expect(told("huawei_npu_arm64")[0]).toEqual(["preset", "r/ms:2.4"]);
    expect(told("cpu").map(([group]) => group)).toEqual(["server", "private"]);
  });

  it("are found by engine as by name", () => {
    expect(told("nvidia_gpu_amd64", "pytorch 2.8")).toEqual([["preset", "r/torch:2.8"]]);
    expect(told("cpu", "busy")).toEqual([["server", "busybox:1"]]);
  });
});
