import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Picture } from "@/api/contract";
import { Deletions } from "./deletions";
import { queryOf } from "@/lib/pictureFilters";
import { groupByLabel } from "./labels";

const search = (text: string) => {
  const params = new URLSearchParams(text);
  return { get: (name: string) => params.get(name) ?? undefined };
};

describe("filters of the address", () => {
  it("become the question to the server; nonsense is left out", () => {
    expect(queryOf(search(""))).toEqual({ limit: 200, sort: "-added_at" });
    expect(queryOf(search("verdict=bad&labelled=false&class=c1&source=recheck&name=x&sort=name"))).toEqual({
      limit: 200, sort: "name", verdict: "bad", labelled: false, class_id: "c1", source: "recheck", name: "x",
    });
    expect(queryOf(search("verdict=maybe&labelled=7&source=moon"))).toEqual({ limit: 200, sort: "-added_at" });
  });
});

describe("undoing bulk labels", () => {
  it("groups pictures by what they were", () => {
    const picture = (id: string, verdict: Picture["verdict"], classes: string[]) => ({ id, verdict, class_ids: classes }) as Picture;
    const groups = groupByLabel([picture("1", "good", []), picture("2", null, []), picture("3", "bad", ["c"]), picture("4", "good", [])]);
    expect(groups).toEqual([
      { label: { verdict: "good", class_id: null }, ids: ["1", "4"] },
      { label: { verdict: null, class_id: null }, ids: ["2"] },
      { label: { verdict: "bad", class_id: "c" }, ids: ["3"] },
    ]);
  });
});

describe("deletions", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("hide at once, delete when the time to undo is over, and tell the outcome", async () => {
    const remove = vi.fn(() => Promise.resolve());
    const ended = vi.fn();
    const deletions = new Deletions(remove);
    deletions.add("p", ["a", "b"], ended);
    expect([...deletions.snapshot()]).toEqual(["a", "b"]);
    await vi.advanceTimersByTimeAsync(7999);
    expect(remove).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(remove).toHaveBeenCalledWith("p", ["a", "b"]);
    expect(ended).toHaveBeenCalledWith(null);
  });

  it("taken back never reach the server", async () => {
    const remove = vi.fn(() => Promise.resolve());
    const deletions = new Deletions(remove);
    const undo = deletions.add("p", ["a"], () => undefined);
    undo();
    expect(deletions.snapshot().size).toBe(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(remove).not.toHaveBeenCalled();
  });

  it("that fail come back into sight", async () => {
    const ended = vi.fn();
    const deletions = new Deletions(() => Promise.reject(new Error("no")));
    deletions.add("p", ["a"], ended);
    await vi.advanceTimersByTimeAsync(8000);
    expect(ended.mock.calls[0]?.[0]).toBeInstanceOf(Error);
    await vi.advanceTimersByTimeAsync(1);
    expect(deletions.snapshot().size).toBe(0);
  });

  it("are done at once when the page is left", () => {
    const remove = vi.fn(() => Promise.resolve());
    const deletions = new Deletions(remove);
    deletions.add("p", ["a"], () => undefined);
    deletions.flush();
    expect(remove).toHaveBeenCalledOnce();
  });
});
