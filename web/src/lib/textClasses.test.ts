import { describe, expect, it } from "vitest";
import { isForTexts } from "./textClasses";

describe("a class for texts", () => {
  it("is known by its shape, or else by its name, as the server knows it", () => {
    expect(isForTexts({ good: false, name: "number", shape: "text" })).toBe(true);
    expect(isForTexts({ good: false, name: " Text", shape: null })).toBe(true);
    expect(isForTexts({ good: false, name: "文字", shape: null })).toBe(true);
    expect(isForTexts({ good: false, name: "text", shape: "box" })).toBe(false);
    expect(isForTexts({ good: false, name: "scratch", shape: null })).toBe(false);
    expect(isForTexts({ good: true, name: "text", shape: null })).toBe(false);
  });
});
