import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { JobState } from "@/api/contract";
import { aMe } from "@/test/show";
import { Problem } from "@/api/problem";
import { can, deeds, each, mayChange } from "./can";
import { countsOf, freeNow, unitOf } from "./devices";
import { byField, faultsOfProblem } from "./faults";

const states = ["queued", "starting", "running", "pausing", "paused", "preempting", "stopping", "succeeded", "failed", "stopped"] as const satisfies readonly JobState[];

describe("what can be done", () => {
  const of = (state: JobState, kind: "command" | "service" = "command") => deeds.filter((deed) => can({ state, kind, model_id: null }, deed)).join(" ");
  it("goes by the state", () => {
    expect(states.map((state) => `${state}: ${of(state)}`)).toEqual([
      "queued: pause stop", "starting: pause stop", "running: pause stop", "pausing: stop", "paused: resume stop", "preempting: pause stop",
      "stopping: ", "succeeded: delete", "failed: delete", "stopped: delete",
    ]);
    expect(of("running", "service")).toBe("stop");
    expect(can({ state: "succeeded", kind: "train", model_id: "m" }, "delete")).toBe(false);
  });
  it("agrees with the server's table", () => {
    const table = readFileSync(join(import.meta.dirname, "../../../../../crates/domain/src/job.rs"), "utf8");
    const from = (event: string) =>
      [...table.matchAll(/\(((?:S::\w+(?: \| )?)+), ([^)]*)\) => Ok/g)].filter((line) => line[2]?.includes(`E::${event}`)).flatMap((line) => [...(line[1] ?? "").matchAll(/S::(\w+)/g)].map((one) => one[1]?.toLowerCase() ?? ""));
    for (const [deed, event] of [["pause", "PauseAsked"], ["resume", "ResumeAsked"], ["stop", "StopAsked"]] as const) {
      const told = new Set(from(event));
      expect(told.size, event).toBeGreaterThan(0);
      expect(states.filter((state) => can({ state, kind: "command", model_id: null }, deed)), deed).toEqual(states.filter((state) => told.has(state)));
    }
  });
  it("is for the owner, for who administers the virtual cluster, and for who may change all", () => {
    const job = { owner: "ann", virtual_cluster: { id: "v", name: "default" } };
    const holding = (...rights: string[]) => (right: string) => rights.includes(right);
    expect(mayChange(job, { me: { ...aMe, name: "ann" }, may: holding("job.write_own") })).toBe(true);
    expect(mayChange(job, { me: { ...aMe, name: "bob" }, may: holding("job.write_own") })).toBe(false);
    expect(mayChange(job, { me: { ...aMe, name: "bob" }, may: holding("job.write") })).toBe(true);
    const administers = { ...aMe, name: "bob", virtual_clusters: [{ id: "v", name: "default", way: "user" as const, administers: true, longest_run_s: null }] };
    expect(mayChange(job, { me: administers, may: holding("job.write_own") })).toBe(true);
  });
  it("is done a few at a time, and told one by one", async () => {
    let [now, most] = [0, 0];
    const told = await each(Array.from({ length: 20 }, (_, i) => i), async (n) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((done) => setTimeout(done, 1));
      now -= 1;
      if (n % 5 === 0) throw new Error(String(n));
    });
    expect(most).toBe(4);
    expect(told.done).toBe(16);
    expect(told.refused.map((one) => one.one).sort((a, b) => a - b)).toEqual([0, 5, 10, 15]);
  });
});

describe("devices", () => {
  it("may be asked for as the rules say", () => {
    expect(countsOf("cpu", 8)).toEqual({ kind: "range", least: 1, most: 8 });
    expect(countsOf("nvidia_gpu_amd64_a100", 2)).toEqual({ kind: "range", least: 0, most: 2 });
    expect(countsOf("huawei_npu_arm64", 6)).toEqual({ kind: "one_of", counts: [0, 1, 2, 4] });
    expect([unitOf("cpu"), unitOf("nvidia_gpu_amd64")]).toEqual(["core", "card"]);
    expect(freeNow({ device: "cpu", quota: 8, per_user: 4, used: 0, available: 6, unschedulable: 0 }, 5)).toBe(false);
  });
});

describe("a refusal", () => {
  it("is shown at its field", () => {
    const problem = new Problem(422, { code: "job_file.invalid", params: { line: 3, field: "environment.2X", reason: "no" }, fields: { "environment.2X": "job_file.variable_name" } });
    const faults = faultsOfProblem(problem);
    expect(faults).toEqual([{ field: "environment.2X", code: "job_file.variable_name", line: 3, reason: "no" }]);
    expect([...byField(faults ?? []).keys()]).toEqual(["environment"]);
    expect([...byField([{ field: "tags[2]", code: "x", line: 1, reason: "" }, { field: "nodes", code: "x", line: 1, reason: "" }, { field: "cores", code: "x", line: 1, reason: "" }]).keys()]).toEqual(["tags", "-", "devices"]);
    expect(faultsOfProblem(new Problem(403, { code: "job.priority", params: { least: 100, most: 200 } }))?.[0]?.field).toBe("priority");
    expect(faultsOfProblem(new Problem(500, { code: "internal" }))).toBeNull();
  });
});
