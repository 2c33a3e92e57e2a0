import { describe, expect, it } from "vitest";
import type { Class, Record_ } from "@/api/contract";
import { filterOf } from "./filter";
import { fromOf } from "./period";
import { byDigit, isDoubtful, ngClass, nextWaiting, undoBody, type Decision } from "./queue";

const classes: Class[] = [
  { id: "g", name: "good", colour: "#30a46c", good: true, position: 0, attributes: [] },
  { id: "d", name: "dent", colour: "#e5484d", good: false, position: 2, attributes: [] },
  { id: "s", name: "scratch", colour: "#f08c1d", good: false, position: 1, attributes: [] },
];
const record: Record_ = {
  id: "r", service_id: "v", project_id: "p", model_id: "m", serial: null, verdict: "ng", score: 0.6, class: "scratch", regions: [], components: {}, texts: [], bead: null,
  ms_total: 9, ms_run: 5, width: 10, height: 10, at: "2026-01-01T00:00:00.000Z", picture: true, heat: true, recheck: null, picture_id: null,
};

describe("recheck queue", () => {
  const queue = ["a", "b", "c", "d"].map((id) => ({ id }));
  const decided = (...ids: string[]) => new Map<string, Decision>(ids.map((id) => [id, { verdict: "ok", class_id: null, to_dataset: false }]));

  it("goes on to the next that waits, turns back at the end, and ends when all are decided", () => {
    expect(nextWaiting(queue, decided("a"), "a")).toBe("b");
    expect(nextWaiting(queue, decided("a", "b"), "a")).toBe("c");
    expect(nextWaiting(queue, decided("d"), "d")).toBe("a");
    expect(nextWaiting(queue, decided("a", "b", "c", "d"), "d")).toBeNull();
    expect(nextWaiting(queue, new Map(), null)).toBe("a");
    expect(nextWaiting([], new Map(), null)).toBeNull();
  });

  it("comes past every record exactly once", () => {
    for (const start of queue) {
      const done = new Map<string, Decision>();
      const seen: string[] = [];
      let at: string | null = start.id;
      while (at !== null) {
        seen.push(at);
        done.set(at, { verdict: "ng", class_id: null, to_dataset: false });
        at = nextWaiting(queue, done, at);
      }
      expect([...seen].sort()).toEqual(["a", "b", "c", "d"]);
    }
  });

  it("takes a decision back to what was before", () => {
    expect(undoBody(record)).toEqual({ verdict: null, to_dataset: false });
    expect(undoBody({ ...record, recheck: { verdict: "ng", class_id: "d", texts: null, by: "x", at: record.at } })).toEqual({ verdict: "ng", class_id: "d", to_dataset: false });
  });

  it("names the class that the model named, where it is a defect", () => {
    expect(ngClass(record, classes)).toBe("s");
    expect(ngClass({ class: "good" }, classes)).toBeNull();
    expect(ngClass({ class: "unknown" }, classes.slice(0, 2))).toBe("d");
  });

  it("gives digits to defects in their order", () => {
    expect(byDigit(classes).map((one) => one.id)).toEqual(["s", "d"]);
  });

  it("doubts an OK that is near its threshold only", () => {
    expect(isDoubtful({ verdict: "ok", score: 0.45 }, 0.5)).toBe(true);
    expect(isDoubtful({ verdict: "ok", score: 0.2 }, 0.5)).toBe(false);
    expect(isDoubtful({ verdict: "ng", score: 0.6 }, 0.5)).toBe(false);
    expect(isDoubtful({ verdict: "ok", score: 0.45 }, undefined)).toBe(false);
  });
});

describe("filters in the address", () => {
  const now = new Date(2026, 4, 6, 15, 30, 40);
  const of = (search: string) => {
    const params = new URLSearchParams(search);
    return filterOf((name) => params.get(name) ?? undefined, now);
  };
  it("leave out what makes no sense", () => {
    expect(of("verdict=maybe&recheck=7&from=yesterday")).toEqual({});
    expect(of("asked=yes")).toEqual({ asked: true });
    expect(of("asked=no")).toEqual({});
    expect(of("verdict=ng&recheck=none&serial=A1&service=s1")).toEqual({ verdict: "ng", recheck: "none", serial: "A1", service_id: "s1" });
  });
  it("count spans from now", () => {
    expect(of("period=day&to=2020-01-01").from).toBe(new Date(2026, 4, 5, 15, 30).toISOString());
    expect(of("period=day&to=2020-01-01").to).toBeUndefined();
    expect(fromOf("today", now)).toBe(new Date(2026, 4, 6).toISOString());
  });
});
