import { describe, expect, it } from "vitest";
import type { Job } from "../api/contract";
import { remainingOf, trainSpec } from "./trainSpec";

const started = "2026-01-01T00:00:00.000Z";
const job = (remaining_s: number | null, spec: Record<string, unknown>): Job => ({
  id: "j", kind: "train", project_id: "p", name: "", state: "running", reason: null, created_at: started, started_at: started, ended_at: null, owner: null, spec, model_id: null, cores: 0, virtual_cluster: null, priority: 100, cores_wanted: null, longest_run_s: null, ends_by: null, device: "cpu", devices: null, memory_mib: null, disk_mib: null, preemptible: false, tags: [], attempt: 1, nodes: null, held: 0, idle: null, deleted_at: null, kept_until: null,
  progress: { phase: "training", done: 1, total: 9, note: "", remaining_s, curve: [] },
});
const after = (seconds: number) => new Date(started).getTime() + seconds * 1000;

describe("spec of a training", () => {
  it("has one rule, and nothing where the job does not tell", () => {
    expect(trainSpec(job(null, { task: "segment", rule: { overkill: 0.01 }, budget_s: null }))).toEqual({ task: "segment", version_id: null, budget_s: null, cost: null, overkill: 0.01 });
    expect(trainSpec(job(null, { rule: "odd", task: "paint" }))).toEqual({ task: null, version_id: null, budget_s: null, cost: null, overkill: null });
  });
});

describe("remaining time", () => {
  it("is never longer than what is left of the longest time", () => {
    expect(remainingOf(job(833, { budget_s: 40 }), after(10))).toBe(30);
    expect(remainingOf(job(5, { budget_s: 40 }), after(10))).toBe(5);
    expect(remainingOf(job(833, { budget_s: 40 }), after(50))).toBe(0);
    expect(remainingOf(job(833, {}), after(10))).toBe(833);
    expect(remainingOf(job(null, { budget_s: 40 }), after(10))).toBeNull();
  });
});
