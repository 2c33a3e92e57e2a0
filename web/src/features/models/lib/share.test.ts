import { describe, expect, it } from "vitest";
import { shareText } from "./share";

describe("a share in words", () => {
  it("says none or all only where it is", () => {
    expect(shareText(0, "en")).toBe("0%");
    expect(shareText(1, "en")).toBe("100%");
    expect(shareText(0.00001, "en")).toBe("< 0.01%");
    expect(shareText(0.999999, "en")).toBe("> 99.99%");
    expect(shareText(1 / 74, "en")).toBe("1.35%");
    expect(shareText(null, "zh-CN")).toBe("–");
  });
});
