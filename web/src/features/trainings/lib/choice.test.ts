import { describe, expect, it } from "vitest";
import { bodyOf, choiceOf, lacks, taskOf } from "./choice";

const from = (search: string) => {
  const params = new URLSearchParams(search);
  return choiceOf((name) => params.get(name) ?? undefined, "classification");
};

describe("choice of a training", () => {
  it("has a task by the scene until another is chosen", () => {
    expect(taskOf("free")).toBe("anomaly");
    expect(taskOf("detection")).toBe("detect");
    expect(taskOf("glue")).toBe("glue");
    expect(taskOf("text")).toBe("read");
    expect(taskOf("compare")).toBe("compare");
    expect(from("").task).toBe("classify");
    expect(from("task=segment").task).toBe("segment");
    expect(from("task=nonsense").task).toBe("classify");
  });
  it("refuses numbers that make no sense", () => {
    expect(from("cost=-3").cost).toBe(20);
    expect(from("cost=50").cost).toBe(50);
    expect(from("overkill=abc").overkillPercent).toBe(1);
    expect(from("budget=61").budgetS).toBeNull();
  });
  it("sends one rule and only what was chosen", () => {
    expect(bodyOf(from(""))).toEqual({ version_id: null, task: "classify", cost: 20 });
    expect(bodyOf(from("rule=overkill&overkill=0.5&budget=300&version=v1&name=%20night%20"))).toEqual({
      version_id: "v1", task: "classify", overkill: 0.005, budget_s: 300, name: "night",
    });
  });
  it("teaches deeper only where that can be", () => {
    expect(bodyOf(from("task=read&tune=1"))).toEqual({ version_id: null, task: "read", cost: 20, tune: true });
    expect(bodyOf(from("task=anomaly&tune=1"))).toEqual({ version_id: null, task: "anomaly", cost: 20, paste_in: false });
    expect(bodyOf(from("task=detect&tune=0"))).toEqual({ version_id: null, task: "detect", cost: 20 });
  });
  it("pastes foreign things in where they are looked for, or somebody asks", () => {
    const pasted = (search: string, scene: "free" | "foreign_object") => {
      const params = new URLSearchParams(search);
      return bodyOf(choiceOf((name) => params.get(name) ?? undefined, scene)).paste_in;
    };
    expect(pasted("task=anomaly", "foreign_object")).toBe(true);
    expect(pasted("task=anomaly&paste=no", "foreign_object")).toBe(false);
    expect(pasted("task=anomaly", "free")).toBe(false);
    expect(pasted("task=anomaly&paste=yes", "free")).toBe(true);
    expect(pasted("task=segment&paste=yes", "free")).toBeUndefined();
  });
  it("leaves the limits of a bead to its plan", () => {
    expect(bodyOf(from("task=glue&rule=overkill"))).toEqual({ version_id: null, task: "glue" });
  });
  it("tells what is lacking", () => {
    expect(lacks("anomaly", { good: 0, bad: 9, classes: 2 })).toBe("good");
    expect(lacks("anomaly", { good: 9, bad: 0, classes: 1 })).toBeNull();
    expect(lacks("detect", { good: 9, bad: 0, classes: 1 })).toBe("boxes");
    expect(lacks("detect", { good: 0, bad: 9, classes: 1 })).toBeNull();
    expect(lacks("components", { good: 1, bad: 0, classes: 1 })).toBe("layout");
    expect(lacks("components", { good: 1, bad: 0, classes: 1 }, true)).toBeNull();
    expect(lacks("glue", { good: 0, bad: 0, classes: 0 })).toBe("good");
    expect(lacks("glue", { good: 9, bad: 0, classes: 1 })).toBe("path");
    expect(lacks("glue", { good: 9, bad: 0, classes: 1 }, true)).toBeNull();
    expect(lacks("read", { good: 0, bad: 0, classes: 0 })).toBe("texts");
    expect(lacks("read", { good: 0, bad: 0, classes: 0 }, true)).toBeNull();
    expect(lacks("compare", { good: 9, bad: 0, classes: 1 }, true)).toBe("boxes");
    expect(lacks("compare", { good: 9, bad: 9, classes: 1 })).toBe("golden");
    expect(lacks("compare", { good: 9, bad: 9, classes: 1 }, true)).toBeNull();
    expect(lacks("segment", { good: 9, bad: 0, classes: 1 })).toBe("bad");
    expect(lacks("classify", { good: 9, bad: 0, classes: 1 })).toBe("classes");
    expect(lacks("classify", { good: 9, bad: 3, classes: 2 })).toBeNull();
  });
});
