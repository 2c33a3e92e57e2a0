import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { JobState } from "@/api/contract";
import { aMe } from "@/test/show";
import { Problem } from "@/api/problem";
import { can, deeds, each, mayChange, mayEnter } from "./can";
import type { DeviceLimits } from "@/api/clusters";
import { countsOf, mostNodes, nearest, unitOf } from "./devices";
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
  it("is for the owner, for who made its project or administers the virtual cluster, and for who may change all", () => {
    const job = { owner: "ann", project_id: "p", virtual_cluster: { id: "v", name: "default" }, deleted_at: null };
    const holding = (...rights: string[]) => (right: string) => rights.includes(right);
    expect(mayChange(job, { me: { ...aMe, name: "ann" }, may: holding("job.write_own") })).toBe(true);
    expect(mayChange(job, { me: { ...aMe, name: "bob" }, may: holding("job.write_own") })).toBe(false);
    expect(mayChange(job, { me: { ...aMe, name: "bob" }, may: holding("job.write") })).toBe(true);
    const administers = { ...aMe, name: "bob", virtual_clusters: [{ id: "v", name: "default", way: "user" as const, administers: true, longest_run_s: null }] };
    expect(mayChange(job, { me: administers, may: holding("job.write_own") })).toBe(true);
    const made = { ...aMe, name: "bob", projects_made: ["p"] };
    expect(mayChange(job, { me: made, may: holding("job.write_own") })).toBe(true);
    expect(mayChange({ ...job, project_id: null }, { me: made, may: holding("job.write_own") })).toBe(false);
    expect(mayChange({ ...job, deleted_at: "2026-01-01T00:00:00.000Z" }, { me: aMe, may: holding("job.write") })).toBe(false);
  });
  it("lets into a job its owner, who administers the virtual cluster and who may change all, but not for a project that they made", () => {
    const job = { owner: "ann", project_id: "p", virtual_cluster: { id: "v", name: "default" }, deleted_at: null, spec: {} };
    const holding = (...rights: string[]) => (right: string) => rights.includes(right);
    const bob = { ...aMe, name: "bob", virtual_clusters: [], projects_made: ["p"] };
    const administers = { ...bob, virtual_clusters: [{ id: "v", name: "default", way: "user" as const, administers: true, longest_run_s: null }] };
    expect(mayEnter(job, { me: { ...aMe, name: "ann" }, may: holding("job.write_own") })).toBe(true);
    expect(mayEnter(job, { me: bob, may: holding("job.write_own") })).toBe(false);
    expect(mayEnter(job, { me: bob, may: holding("job.write") })).toBe(true);
    expect(mayEnter(job, { me: administers, may: holding("job.write_own") })).toBe(true);
    const privileged = { ...job, spec: { privileged: true } };
    expect(mayEnter(privileged, { me: administers, may: holding("job.write_own", "job.write") })).toBe(false);
    expect(mayEnter(privileged, { me: administers, may: holding("job.write_own", "job.privileged_manage") })).toBe(true);
    expect(mayEnter(privileged, { me: { ...aMe, name: "ann" }, may: holding("job.write_own") })).toBe(true);
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
    const none = { least: null, most: null, one_of: null };
    const npu = { regular: { least: 0, most: 8, one_of: [0, 1, 2, 4, 8] }, distributed: { per_node: { least: 8, most: 8, one_of: [8] }, most_nodes: 3, quota: 30 } } as DeviceLimits;
    const cpu = { regular: { least: 1, most: 8, one_of: null }, distributed: { per_node: { least: 1, most: 8, one_of: null }, most_nodes: 5, quota: 12 } } as DeviceLimits;
    expect(countsOf(cpu, false)).toEqual({ kind: "range", least: 1, most: 8 });
    expect(countsOf(npu, false)).toEqual({ kind: "one_of", counts: [0, 1, 2, 4, 8] });
    expect(countsOf(npu, true)).toEqual({ kind: "one_of", counts: [8] });
    expect(countsOf({ ...npu, regular: none, distributed: null }, false)).toBeNull();
    expect([mostNodes(npu, 8), mostNodes(cpu, 5), mostNodes(cpu, null), mostNodes({ ...cpu, distributed: null }, 1)]).toEqual([3, 2, 5, 0]);
    expect([nearest(countsOf(npu, false), 3), nearest(countsOf(npu, true), 1), nearest(countsOf(cpu, false), 9), nearest(null, 7)]).toEqual([4, 8, 8, 7]);
    expect([unitOf("cpu"), unitOf("nvidia_gpu_amd64")]).toEqual(["core", "card"]);
  });
});

describe("a refusal", () => {
  it("is shown at its field", () => {
    const problem = new Problem(422, { code: "job_file.invalid", params: { line: 3, field: "environment.2X", reason: "no" }, fields: { "environment.2X": "job_file.variable_name" } });
    const faults = faultsOfProblem(problem);
    expect(faults).toEqual([{ field: "environment.2X", code: "job_file.variable_name", line: 3, reason: "no" }]);
    expect([...byField(faults ?? []).keys()]).toEqual(["environment"]);
    expect([...byField([{ field: "tags[2]", code: "x", line: 1, reason: "" }, { field: "kind", code: "x", line: 1, reason: "" }, { field: "submit", code: "x", line: 1, reason: "" }, { field: "nodes", code: "x", line: 1, reason: "" }, { field: "cores", code: "x", line: 1, reason: "" }]).keys()]).toEqual(["tags", "kind", "-", "nodes", "devices"]);
    expect(faultsOfProblem(new Problem(403, { code: "job.priority", params: { least: 100, most: 200 } }))?.[0]?.field).toBe("priority");
    expect(faultsOfProblem(new Problem(500, { code: "internal" }))).toBeNull();
  });
});
