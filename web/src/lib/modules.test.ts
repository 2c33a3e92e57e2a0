import { describe, expect, it } from "vitest";
import { moduleOf } from "./modules";

describe("modules", () => {
  it("have their addresses, and leave people and settings alone", () => {
    expect(["/virtual-clusters/1", "/annotation", "/projects/p/annotate/x", "/projects/p/models", "/projects/p/inspect/recheck"].map(moduleOf)).toEqual([
      "cluster", "annotation", "annotation", "training", "inspection",
    ]);
    expect(["/", "/projects/p", "/projects/p/data", "/jobs", "/admin/users", "/account", "/annotations"].map(moduleOf)).toEqual(Array(7).fill(undefined));
  });
});
