import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { words } from "../i18n/words";
import { allRights, cutTree, halfOf, impliedOf, modules, type Tree } from "./rights";

const tree: Tree = [
  { name: "user", rights: [{ name: "user.read", implies: ["role.read"] }, { name: "user.write", implies: ["user.read"] }] },
  { name: "role", rights: [{ name: "role.read", implies: [] }, { name: "role.write", implies: ["role.read"] }] },
];

describe("rights", () => {
  it("are those of the server, in the same modules", () => {
    const lines = readFileSync(join(import.meta.dirname, "../../../crates/domain/permissions.txt"), "utf8").trim().split("\n");
    expect(lines.length).toBeGreaterThan(30);
    expect(Object.entries(modules).flatMap(([module, list]) => list.map((name) => `${module} ${name}`)).sort()).toEqual([...lines].sort());
  });

  it("have a name and a sentence each, in both languages, all different", () => {
    const says = allRights.map((right) => words[`rights.says.${right}`]);
    for (const side of [0, 1] as const) expect(new Set(says.map((pair) => pair[side])).size).toBe(allRights.length);
    for (const right of allRights) expect(words[`rights.name.${right}`][1].length).toBeGreaterThan(3);
  });

  it("bring others along, at any remove, and say because of which", () => {
    expect(Object.fromEntries(impliedOf(tree, ["user.write"]))).toEqual({ "user.read": ["user.write"], "role.read": ["user.write"] });
    expect(impliedOf(tree, ["user.write", "role.write"]).get("role.read")).toEqual(["user.write", "role.write"]);
    expect(impliedOf(tree, ["role.read"]).size).toBe(0);
  });

  it("tick their module wholly, half or not", () => {
    const names = ["role.read", "role.write"];
    expect(halfOf(names, () => true)).toBe("all");
    expect(halfOf(names, (name) => name === "role.read")).toBe("some");
    expect(halfOf(names, () => false)).toBe("none");
  });

  it("are cut to those that one may give, without empty modules", () => {
    expect(cutTree(tree, (name) => name === "role.read")).toEqual([{ name: "role", rights: [{ name: "role.read", implies: [] }] }]);
  });
});
