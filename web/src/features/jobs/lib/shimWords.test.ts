import { beforeAll, describe, expect, it } from "vitest";
import i18n from "i18next";
import "@/i18n";
import type { T } from "@/i18n";
import { shimWord } from "./shimWords";

describe("words of the shim", () => {
  const t = i18n.t.bind(i18n) as unknown as T;
  const words = [
    "the log is full; of what follows the last lines stand here in the end",
    "the log is full; what follows is left out",
    "1234567 bytes are left out here; the last lines follow",
    "lines between 2026-01-01T00:00:02.000Z and 2026-01-01T00:00:04.000Z were lost: the log could not be written",
  ];
  beforeAll(async () => { await i18n.changeLanguage("zh-CN"); });
  it("stand in the reader's language, with their numbers", () => {
    const told = words.map((text) => shimWord(t, text));
    expect(told.every((text) => /[\u4e00-\u9fff]/.test(text))).toBe(true);
    expect(told[2]).toContain("1,234,567");
    expect(told[3]).toContain("2026-01-01T00:00:02.000Z");
  });
  it("are left alone where they say something else", () => {
    expect(shimWord(t, "command: started")).toBe("command: started");
    expect(shimWord(t, "many bytes are left out here; the last lines follow")).toBe("many bytes are left out here; the last lines follow");
  });
});
