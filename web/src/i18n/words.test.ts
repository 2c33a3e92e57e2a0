// Every sentence exists in both languages with the same params, none is missing, none is left over.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, it } from "vitest";
import { glossary } from "./glossary";
import { words } from "./words";
import { i18n } from ".";

const root = join(import.meta.dirname, "..");
const pairs = Object.entries(words) as [string, readonly [string, string]][];

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "words" ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [readFileSync(path, "utf8")] : [];
  });
}
const code = sources(root).join("\n");
/** Words in quotes that look like keys, and beginnings (and ends) of keys in templates. */
const quoted = new Set([...code.matchAll(/["'`]([a-z][a-z_]*(?:\.[a-z0-9_]+)+)["'`]/g)].map((match) => match[1]));
const templates = [...code.matchAll(/`([a-z][a-z_]*\.[a-z0-9_.]*)\$\{[^`]*?\}([a-z0-9_.]*)`/g)].map((match) => ({
  head: match[1] ?? "",
  tail: match[2] ?? "",
}));
const isUsed = (key: string) =>
  quoted.has(key) ||
  key.startsWith("error.") ||
  templates.some(({ head, tail }) => key.startsWith(head) && key.endsWith(tail) && key.length > head.length + tail.length);

function params(sentence: string): string[] {
  const found = new Set<string>();
  const walk = (parts: ReturnType<IntlMessageFormat["getAst"]>) => {
    for (const part of parts) {
      if ("options" in part) for (const option of Object.values(part.options)) walk(option.value);
      if (part.type !== 0 && part.type !== 7 && "value" in part) found.add(String(part.value));
    }
  };
  walk(new IntlMessageFormat(sentence, "en").getAst());
  return [...found].sort();
}

describe("words", () => {
  it("are read as messages and take the same params in both languages", () => {
    for (const [key, [zh, en]] of pairs) expect(params(zh), key).toEqual(params(en));
  });

  it("are translated: Chinese has Chinese in it, English has none", () => {
    const alike = new Set(["OK", "NG", "COCO (zip)", "1:1"]);
    for (const [key, [zh, en]] of pairs) {
      expect(zh.trim() && en.trim(), key).toBeTruthy();
      if (zh === en || alike.has(zh)) continue;
      expect(/[\u4e00-\u9fff]/.test(zh) || /^[\W\d_a-zA-Z]{1,12}$/.test(zh), `${key}: ${zh}`).toBe(true);
      expect(/[\u4e00-\u9fff]/.test(en), `${key}: ${en}`).toBe(false);
    }
  });

  it("call one thing by one word", () => {
    for (const [key, [zh, en]] of pairs) {
      for (const term of Object.values(glossary)) {
        for (const other of term.not) expect(`${zh} ${en.toLowerCase()}`.includes(other), `${key} says “${other}” for “${term.zh} / ${term.en}”`).toBe(false);
      }
    }
  });

  it("are all used", () => {
    expect(pairs.map(([key]) => key).filter((key) => !isUsed(key))).toEqual([]);
  });

  it("exist wherever the pages ask for them", () => {
    const areas = new Set(pairs.map(([key]) => key.split(".")[0]));
    const asked = [...code.matchAll(/\bt\(\s*["']([^"']+)["']/g)].map((match) => match[1] ?? "");
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter((key) => !(key in words))).toEqual([]);
    for (const { head } of templates) {
      if (areas.has(head.split(".")[0] ?? "") && head.split(".").length > 2 && !head.startsWith("error.")) {
        expect(pairs.some(([key]) => key.startsWith(head)), head).toBe(true);
      }
    }
  });

  it("tell every code that the server may answer with", () => {
    const table = readFileSync(join(root, "../../crates/api/src/codes.rs"), "utf8");
    const codes = [...table.matchAll(/^\s+[A-Z]\w+\s+"([a-z_.]+)"\s+\d{3}\s+"((?:[^"\\]|\\.)*)"/gm)];
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.map((match) => match[1]).filter((name) => !(`error.${name ?? ""}` in words))).toEqual([]);
    // A sentence may only ask for params that the server gives with this code; some give more than their English words use.
    const more: Record<string, string[]> = { "training.not_enough": ["label", "have", "need", "task"] };
    for (const [, name, detail] of codes) {
      const given = [...(detail ?? "").matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      given.push(...(more[name ?? ""] ?? []));
      const [zh] = words[`error.${name ?? ""}` as keyof typeof words] ?? [""];
      for (const wanted of params(zh)) expect(given, `error.${name ?? ""}`).toContain(wanted);
    }
  });

  it("tell every reason of a job file, of a refusal and of waiting", () => {
    const table = readFileSync(join(root, "../../crates/api/src/reasons.rs"), "utf8");
    const known = [...table.matchAll(/^ {4}\("([a-z_.]+)", &\[([^\]]*)\]\)/gm)];
    expect(known.length).toBeGreaterThan(40);
    for (const [, code, given] of known) {
      const sentence = words[`error.${code ?? ""}` as keyof typeof words] as readonly [string, string] | undefined;
      expect(sentence, code).toBeDefined();
      const names = [...(given ?? "").matchAll(/"(\w+)"/g)].map((match) => match[1]);
      for (const wanted of params(sentence?.[0] ?? "")) expect(names, code).toContain(wanted);
    }
  });

  it("are shown by the language that is chosen", async () => {
    await i18n.changeLanguage("en");
    expect(i18n.t("project.fact.collect", { n: 1 })).toBe("1 picture");
    expect(i18n.t("project.fact.collect", { n: 3 })).toBe("3 pictures");
    await i18n.changeLanguage("zh-CN");
    expect(i18n.t("project.fact.collect", { n: 3 })).toBe("3 张图片");
  });
});
