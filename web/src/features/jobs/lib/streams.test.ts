import { describe, expect, it } from "vitest";
import type { LogLine, LogPage } from "@/api/contract";
import { earlier, KEPT_MOST, later, nothing, type Sifted } from "./streams";

const streamOf = (n: number): LogLine["stream"] => (n % 50 === 0 ? "err" : n % 7 === 0 ? "fovea" : "out");
const line = (n: number): LogLine => ({ n, at: "2026-01-01T00:00:00.000Z", stream: streamOf(n), phase: null, hit: true, text: `line ${n}`, rank: null, node: null, group: null, redrawn: false });

/** As the server does: so many lines of the stream, or as far as its time is enough for, and where to go on. */
function server(total: number, stream: LogLine["stream"] = "err") {
  let asked = 0;
  return {
    asked: () => asked,
    fetch: (from: number, before: number, limit: number): Promise<Pick<LogPage, "lines" | "next">> => {
      asked += 1;
      const lines: LogLine[] = [];
      let at = from;
      const end = Math.min(total, before);
      for (; at < end && lines.length < limit && at < from + 7_000; at += 1) if (streamOf(at) === stream) lines.push(line(at));
      return Promise.resolve({ lines, next: at < end ? at : null });
    },
  };
}
const wanted = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i).filter((n) => streamOf(n) === "err");

describe("lines of one stream", () => {
  it("are all of them, once and in order, however far one goes back", async () => {
    for (const total of [0, 1, 999, 1000, 1001, 37_211]) {
      const { fetch } = server(total);
      let sifted: Sifted = await earlier(nothing(total), fetch);
      while (sifted.from > 0) sifted = await earlier(sifted, fetch);
      expect(sifted.lines.map((one) => one.n)).toEqual(wanted(0, total));
    }
  });
  it("are looked for only so far at a time", async () => {
    const { fetch, asked } = server(1_000_000);
    const sifted = await earlier(nothing(1_000_000), fetch);
    expect(sifted.lines.length).toBeGreaterThanOrEqual(200);
    expect(sifted.from).toBeGreaterThan(950_000);
    expect(asked()).toBeLessThan(100);
  });
  it("take in what is added", async () => {
    const first = await earlier(nothing(1000), server(1000).fetch);
    const next = await later(first, 1730, server(1730).fetch);
    expect(next.lines.map((one) => one.n)).toEqual(wanted(0, 1730));
    expect(next.to).toBe(1730);
  });
  it("do not grow without end", async () => {
    let sifted: Sifted = { lines: Array.from({ length: KEPT_MOST }, (_, i) => line(i)), from: 0, to: KEPT_MOST };
    sifted = await later(sifted, KEPT_MOST + 500, server(KEPT_MOST + 500, "out").fetch);
    expect(sifted.lines.length).toBe(KEPT_MOST);
    expect(sifted.from).toBe(sifted.lines[0]?.n);
  });
});
