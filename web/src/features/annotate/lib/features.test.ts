import { describe, expect, it } from "vitest";
import { FeatureShelf } from "./features";

/** Answers when the test lets it. */
function served() {
  const asked: string[] = [];
  const ends = new Map<string, { give: (bytes: ArrayBuffer) => void; fail: (why: Error) => void }>();
  const shelf = new FeatureShelf((id) => {
    asked.push(id);
    return new Promise((give, fail) => ends.set(id, { give, fail }));
  });
  const settle = async (id: string, bytes: ArrayBuffer | null) => {
    if (bytes) ends.get(id)?.give(bytes);
    else ends.get(id)?.fail(new Error("busy"));
    await new Promise((done) => setTimeout(done, 0));
  };
  return { shelf, asked, settle };
}

describe("features of pictures", () => {
  it("are asked for one after the other, first those of the picture that is open", async () => {
    const { shelf, asked, settle } = served();
    const bytes = new ArrayBuffer(3);
    void shelf.soon("a");
    void shelf.soon("b");
    const open = shelf.now("c");
    expect(asked).toEqual(["a"]);
    await settle("a", bytes);
    expect(asked).toEqual(["a", "c"]);
    await settle("c", bytes);
    expect(await open).toBe(bytes);
    expect(asked).toEqual(["a", "c", "b"]);
    // What is here is not asked for again.
    expect(await shelf.now("a")).toBe(bytes);
    expect(asked.length).toBe(3);
  });

  it("that cannot be had are nothing, and asked for anew the next time", async () => {
    const { shelf, asked, settle } = served();
    const first = shelf.now("a");
    await settle("a", null);
    expect(await first).toBeNull();
    void shelf.now("a");
    expect(asked).toEqual(["a", "a"]);
  });

  it("of pictures that nobody came to are given up", async () => {
    const { shelf, asked, settle } = served();
    void shelf.soon("a");
    const left = shelf.soon("b");
    for (let number = 0; number < 6; number += 1) void shelf.soon(`later ${number}`);
    expect(await left).toBeNull();
    await settle("a", new ArrayBuffer(1));
    expect(asked).toEqual(["a", "later 0"]);
  });
});
