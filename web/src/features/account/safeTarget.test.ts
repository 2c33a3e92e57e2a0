import { describe, expect, it } from "vitest";
import { safeTarget } from "./safeTarget";

describe("where to go after the login", () => {
  it("is a place within the pages only", () => {
    expect(safeTarget("/projects/1?tab=versions")).toBe("/projects/1?tab=versions");
    for (const bad of [null, "", "https://evil.test", "//evil.test", "/\\evil.test", "javascript:alert(1)"]) expect(safeTarget(bad)).toBe("/");
  });
});
