import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hasKey, i18n, type T } from "@/i18n";
import { changeOf, kindOf, span } from "./lib/change";
import { sayValue } from "./lib/say";

const t = i18n.t as unknown as T;

describe("actions", () => {
  it("have words for all that the server may write, and kinds too", () => {
    const source = readFileSync(join(import.meta.dirname, "../../../../crates/store/src/audit/actions.rs"), "utf8");
    const actions = [...source.matchAll(/"([a-z_]+\.[a-z_]+)"/g)].map((match) => match[1] ?? "");
    expect(actions.length).toBeGreaterThan(50);
    expect(actions.filter((action) => !hasKey(`audit.action.${action}`))).toEqual([]);
    expect(actions.map(kindOf).filter((kind) => !hasKey(`audit.kind.${kind}`))).toEqual([]);
    const sentences = readFileSync(join(import.meta.dirname, "../../i18n/words/audit.ts"), "utf8");
    const told = [...sentences.matchAll(/"audit\.action\.([a-z_.]+)"/g)].map((match) => match[1] ?? "");
    expect(told.filter((action) => !actions.includes(action))).toEqual([]);
  });
});

describe("before and after", () => {
  it("stand side by side, with what did not change apart", () => {
    expect(changeOf({ name: "a", roles: ["x"], note: "n" }, { name: "b", roles: ["x"], phone: "1" })).toEqual({
      lines: [{ field: "name", before: "a", after: "b" }, { field: "note", before: "n", after: undefined }, { field: "phone", before: undefined, after: "1" }],
      unchanged: ["roles"],
    });
    expect(changeOf(null, { name: "a" })).toEqual({ lines: [{ field: "name", before: undefined, after: "a" }], unchanged: [] });
    expect(changeOf(null, null).lines).toEqual([]);
  });

  it("are told in words", async () => {
    await i18n.changeLanguage("zh-CN");
    expect(sayValue(t, "permissions", ["annotate", "data.read"])).toBe("标注图片 · 查看数据");
    expect(sayValue(t, "state", "locked")).toBe("已锁定");
    expect(sayValue(t, "roles", ["annotator", "班长"])).toBe("标注员 · 班长");
    expect(sayValue(t, "built_in", false)).toBe("否");
    expect(sayValue(t, "phone", "")).toBe("–");
    expect(sayValue(t, "spec", { keep: "all", number: 2 })).toBe("图片保留: all, 编号: 2");
  });
});

describe("the time filter", () => {
  it("takes both days in whole, by the reader's clock", () => {
    const { from, to } = span("2026-01-31", "2026-01-31");
    expect(new Date(to ?? "").getTime() - new Date(from ?? "").getTime()).toBe(24 * 3600 * 1000);
    expect(new Date(from ?? "").getHours()).toBe(0);
    expect(span("nonsense", undefined)).toEqual({});
  });
});
