import { describe, expect, it } from "vitest";
import { orderOf, severalOf, toggled, USUAL } from "./query";

describe("the address of a list of jobs", () => {
  it("holds several words of those that are known", () => {
    expect(severalOf("running,queued,flying", ["queued", "running"] as const)).toEqual(["queued", "running"]);
    expect(severalOf(undefined, ["queued"] as const)).toEqual([]);
    expect([toggled([], "a"), toggled(["a"], "b"), toggled(["a", "b"], "a"), toggled(["a"], "a")]).toEqual(["a", "a,b", "b", undefined]);
  });

  it("has the usual order where it names none", () => {
    expect([orderOf("-duration"), orderOf("name"), orderOf("-took"), orderOf("--name")]).toEqual(["-duration", "name", USUAL, USUAL]);
  });
});
