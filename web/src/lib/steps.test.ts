import { describe, expect, it } from "vitest";
import type { StepName, Steps } from "../api/contract";
import { nextFor, stepNames } from "./steps";

function steps(next: StepName, ...done: StepName[]): Steps {
  const of = (name: StepName) => ({ state: done.includes(name) ? "done" : "todo" });
  return { ...Object.fromEntries(stepNames.map((name) => [name, of(name)])), next } as unknown as Steps;
}
const opens = (...parts: string[]) => (path: string) => parts.some((part) => path === `/projects/p/${part}`);

describe("the next step of a project", () => {
  it("is the one that comes next, for whom it is open", () => {
    expect(nextFor("p", steps("train", "collect", "annotate"), () => true)).toBe("train");
  });
  it("is for others what they can still do", () => {
    expect(nextFor("p", steps("inspect", "collect", "train"), opens("annotate", "data"))).toBe("annotate");
    expect(nextFor("p", steps("deploy", "collect", "annotate", "train", "publish"), opens("data", "annotate", "inspect"))).toBe("inspect");
  });
  it("is told as it is where nothing is left for them", () => {
    expect(nextFor("p", steps("train", "collect", "annotate"), opens("data", "annotate"))).toBe("train");
  });
});
