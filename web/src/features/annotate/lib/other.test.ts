import { describe, expect, it } from "vitest";
import type { Picture } from "@/api/contract";
import { templateOf, usualOther } from "./other";

const picture = (name: string, verdict: Picture["verdict"] = null) => ({ id: name, name, verdict }) as Picture;

describe("the picture that another one is compared with", () => {
  it("is the template by its name, in the same folder first", () => {
    const items = ["a/1_test.png", "b/1_temp.jpg", "a/1_TEMP.png", "a/2.png", "b/2_temp.png", "a/3.png"].map((name) => picture(name));
    expect(templateOf(items[0], items)?.id).toBe("a/1_TEMP.png");
    expect(templateOf(items[3], items)?.id).toBe("b/2_temp.png");
    expect(templateOf(items[5], items)).toBeUndefined();
    // A template has none of its own.
    expect(templateOf(items[1], items)).toBeUndefined();
  });

  it("is else the golden one, then the nearest good one, then the nearest", () => {
    const items = [picture("0"), picture("1"), picture("2", "bad"), picture("3", "good"), picture("4")];
    const golden = picture("golden", "good");
    expect(usualOther(items, 1, golden)?.id).toBe("golden");
    expect(usualOther([...items, golden], 5, golden)?.id).toBe("3");
    expect(usualOther(items, 1, null)?.id).toBe("3");
    expect(usualOther(items.slice(0, 3), 1, null)?.id).toBe("0");
    expect(usualOther(items.slice(0, 1), 0, null)).toBeUndefined();
  });
});
