import { describe, expect, it } from "vitest";
import { i18n, firstLanguage } from "../i18n";
import { Problem } from "../api/problem";
import { csv } from "./csv";
import { fits } from "./fits";
import { ago, bytes, duration, percent } from "./format";
import { inkOn, nextColour } from "./palette";
import { say, sayCode } from "./say";

describe("what people read", () => {
  it("says sizes, shares and times with their units", () => {
    expect(bytes(999, "en")).toBe("999 B");
    expect(bytes(1_234_567, "en")).toBe("1.2 MB");
    expect(percent(0.12345, "en")).toBe("12.35%");
    expect(duration(45, "en")).toBe("45 s");
    expect(duration(200, "zh-CN")).toBe("3 分 20 秒");
    expect(duration(7500, "en")).toBe("2 h 5 min");
  });

  it("says how long ago", () => {
    const now = Date.parse("2026-01-01T12:00:00Z");
    expect(ago("2026-01-01T11:57:00Z", "zh-CN", now)).toBe("3分钟前");
    expect(ago("2025-12-31T12:00:00Z", "en", now)).toBe("yesterday");
  });
});

describe("refusals", () => {
  const t = i18n.t;

  it("are told in the chosen language with their params", async () => {
    await i18n.changeLanguage("en");
    const problem = new Problem(429, { code: "auth.too_many_tries", detail: "x", params: { wait_s: 42 } });
    expect(say(t, problem)).toContain("42 seconds");
    await i18n.changeLanguage("zh-CN");
    expect(say(t, problem)).toContain("42 秒");
    // A reason within a refusal is told in the same language.
    const reason = { reason: "it must be from 1 to 9", reason_code: "job_file.out_of_range", reason_params: { least: 1, most: 9 } };
    const params = { line: 3, field: "priority", ...reason };
    const refused = new Problem(422, { code: "job_file.invalid", detail: "x", params, fields: { priority: "job_file.out_of_range" } });
    expect(say(t, refused)).toBe("作业文件第 3 行的 priority 不能用：须在 1 到 9 之间。");
  });

  it("fall back to the server's sentence when the code is new or a param is missing", () => {
    expect(say(t, new Problem(409, { code: "brand.new", detail: "Sentence." }))).toBe("Sentence.");
    expect(sayCode(t, "picture.unreadable", "It is cut off.")).toBe("It is cut off.");
  });

  it("have a sentence even when nothing of ours answered", () => {
    expect(say(t, new Problem(0, {}))).toBe(i18n.t("error.network.unreachable"));
    expect(say(t, new Problem(502, {}))).toBe(i18n.t("error.network.unavailable"));
  });
});

describe("language", () => {
  it("is Chinese unless chosen or asked otherwise", () => {
    expect(firstLanguage(null, ["de-DE", "fr"])).toBe("zh-CN");
    expect(firstLanguage(null, ["en-US", "zh-CN"])).toBe("en");
    expect(firstLanguage("zh-CN", ["en-US"])).toBe("zh-CN");
    expect(firstLanguage("xx", ["zh-TW"])).toBe("zh-CN");
  });
});

describe("csv", () => {
  it("quotes, and lets no cell begin a formula", () => {
    expect(csv([["a,b", 'say "x"'], ["=1+1", 3]])).toBe('\uFEFF"a,b","say ""x"""\r\n\'=1+1,3\r\n');
  });
});

describe("colours", () => {
  it("gives the first that is free, and none twice while there are free ones", () => {
    const used: string[] = [];
    for (let count = 0; count < 12; count += 1) used.push(nextColour(used));
    expect(new Set(used).size).toBe(12);
    expect(nextColour(used)).toMatch(/^#[0-9a-f]{6}$/);
  });
  it("writes what can be read on it", () => {
    expect(inkOn("#ffffff")).toBe("#101418");
    expect(inkOn("#102030")).toBe("#ffffff");
  });
});

describe("palette search", () => {
  it("finds by letters in their order", () => {
    expect(fits("Project settings", "prset")).toBe(true);
    expect(fits("质检项目", "项目")).toBe(true);
    expect(fits("Data", "tad")).toBe(false);
  });
});
