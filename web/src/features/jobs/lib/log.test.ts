import { describe, expect, it } from "vitest";
import type { LogLine, LogPage } from "@/api/contract";
import { randomOf } from "@/test/random";
import { cutAt, findLines, FOUND_MOST, PAGE_LINES, pagesAt, readPage } from "./log";

const line = (n: number): LogLine => ({ n, at: "2026-01-01T00:00:00.000Z", stream: "out", phase: null, text: `line ${n}`, hit: false, rank: null, node: null, group: null, redrawn: false });

/** A server that answers with fewer lines than it was asked for. */
function server(total: number, seed: number) {
  const random = randomOf(seed);
  let asked = 0;
  return {
    asked: () => asked,
    fetch: (from: number, limit: number): Promise<Pick<LogPage, "lines" | "total">> => {
      asked += 1;
      const size = Math.min(limit, Math.max(0, total - from), 1 + Math.floor(random() * PAGE_LINES));
      return Promise.resolve({ total, lines: Array.from({ length: size }, (_, i) => line(from + i)) });
    },
  };
}

describe("log pages", () => {
  it("hold every line once, however the server cuts its answers", async () => {
    for (let seed = 0; seed < 30; seed += 1) {
      const total = seed * 37;
      const { fetch } = server(total, seed);
      const all: LogLine[] = [];
      for (let page = 0; page * PAGE_LINES < total; page += 1) all.push(...(await readPage(page, fetch)).lines);
      expect(all.map((one) => one.n)).toEqual(Array.from({ length: total }, (_, i) => i));
    }
  });
  it("ask once where there is nothing", async () => {
    const { fetch, asked } = server(0, 1);
    expect(await readPage(0, fetch)).toEqual({ lines: [], total: 0 });
    expect(asked()).toBe(1);
  });
  it("are those that lie in sight", () => {
    expect(pagesAt(0, 10, (place) => place)).toEqual([0]);
    expect(pagesAt(190, 410, (place) => place)).toEqual([0, 1, 2]);
    expect(pagesAt(0, 3, (place) => place * 1000)).toEqual([0, 5, 10, 15]);
  });
});

describe("marks", () => {
  it("cut the text at every hit and lose nothing", () => {
    expect(cutAt("Loss 1, loss 2", "loss")).toEqual(["", "Loss", " 1, ", "loss", " 2"]);
    expect(cutAt("abc", "")).toEqual(["abc"]);
    for (const text of ["aaa", "", "x", "banana"]) expect(cutAt(text, "a").join("")).toBe(text);
  });
});

describe("lines that are searched for", () => {
  /** Hits at every third of `total` lines; looks at 1000 lines a time and gives at most 100 of them. */
  const searched = (total: number) => (from: number, limit: number) => {
    const end = Math.min(total, from + 1000);
    const hits = Array.from({ length: end - from }, (_, i) => from + i).filter((n) => n % 3 === 0);
    const given = hits.slice(0, Math.min(limit, 100));
    const more = given.length < hits.length ? (given.at(-1) ?? from) + 1 : end < total ? end : null;
    return Promise.resolve({ lines: given.map(line), total: hits.length, next: more });
  };
  it("are all of them, however the server parts its search", async () => {
    const { lines } = await findLines(searched(2900));
    expect(lines.map((one) => one.n)).toEqual(Array.from({ length: 967 }, (_, i) => i * 3));
  });
  it("are no more than can be shown", async () => {
    expect((await findLines(searched(1_000_000))).lines.length).toBe(FOUND_MOST);
  });
});
