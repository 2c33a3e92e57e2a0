import { describe, expect, it } from "vitest";
import { Ahead } from "./ahead";

describe("answers fetched ahead", () => {
  it("are used once, and asked for once", async () => {
    const ahead = new Ahead<number>();
    let asked = 0;
    const ask = () => Promise.resolve((asked += 1));
    ahead.fetch("a", ask);
    ahead.fetch("a", ask);
    expect(await ahead.take("a")).toBe(1);
    expect(ahead.take("a")).toBeUndefined();
    expect(asked).toBe(1);
  });
  it("are not used when they became old, were forgotten, or too many others came", () => {
    let now = 0;
    const ahead = new Ahead<number>(() => now);
    ahead.fetch("a", () => Promise.resolve(1));
    now = 61_000;
    expect(ahead.take("a")).toBeUndefined();
    ahead.fetch("b", () => Promise.resolve(1));
    ahead.forget("b");
    expect(ahead.take("b")).toBeUndefined();
    for (let one = 0; one < 10; one += 1) ahead.fetch(`c${one}`, () => Promise.resolve(one));
    expect([ahead.take("c0"), ahead.take("c9") !== undefined]).toEqual([undefined, true]);
  });
  it("are there at once when they came, until they are forgotten", async () => {
    const ahead = new Ahead<number>();
    ahead.fetch("a", () => Promise.resolve(7));
    expect(ahead.ready("a")).toBeUndefined();
    await new Promise((done) => setTimeout(done, 0));
    expect([ahead.ready("a"), ahead.ready("a")]).toEqual([7, 7]);
    ahead.forget("a");
    expect(ahead.ready("a")).toBeUndefined();
  });
  it("that failed are asked for again", async () => {
    const ahead = new Ahead<number>();
    ahead.fetch("a", () => Promise.reject(new Error("line cut")));
    await new Promise((done) => setTimeout(done, 0));
    expect(ahead.take("a")).toBeUndefined();
  });
});
