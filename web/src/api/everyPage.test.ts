import { describe, expect, it } from "vitest";
import { everyPage } from "./everyPage";

const pages: Record<string, { items: number[]; next: string | null; total: number }> = {
  "": { items: [1, 2], next: "b", total: 5 },
  b: { items: [3, 4], next: "c", total: 5 },
  c: { items: [5], next: null, total: 5 },
};

describe("a list to choose from", () => {
  it("is read page by page until there is no other", async () => {
    const asked: string[] = [];
    const all = await everyPage(({ cursor = "" }) => {
      asked.push(cursor);
      return Promise.resolve(pages[cursor]!);
    });
    expect(all).toEqual({ items: [1, 2, 3, 4, 5], next: null, total: 5 });
    expect(asked).toEqual(["", "b", "c"]);
  });

  it("ends where a list has no end", async () => {
    let asked = 0;
    const all = await everyPage(() => {
      asked += 1;
      return Promise.resolve({ items: [asked], next: "more", total: 1 });
    });
    expect([all.items.length, all.next]).toEqual([50, "more"]);
  });
});
