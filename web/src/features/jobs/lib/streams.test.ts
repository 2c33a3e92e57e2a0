import { describe, expect, it } from "vitest";
import type { LogLine } from "@/api/contract";
import type { Lines } from "./log";
import { earlier, KEPT_MOST, later, nothing, type Sifted } from "./streams";

const streamOf = (n: number): LogLine["stream"] => (n % 50 === 0 ? "err" : n % 7 === 0 ? "fovea" : "out");
const line = (n: number): LogLine => ({ n, at: "2026-01-01T00:00:00.000Z", stream: streamOf(n), phase: null, hit: true, text: `line ${n}` });

/** Answers with fewer lines than it was asked for, as the server does where lines are long. */
function server(total: number) {
  let asked = 0;
  return {
    asked: () => asked,
    fetch: (from: number, limit: number): Promise<Lines> => {
      asked += 1;
      const size = Math.max(0, Math.min(limit, 300, total - from));
      return Promise.resolve({ total, lines: Array.from({ length: size }, (_, i) => line(from + i)) });
    },
  };
}
const wanted = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i).filter((n) => streamOf(n) === "err");

describe("lines of one stream", () => {
  it("are all of them, once and in order, however far one goes back", async () => {
    for (const total of [0, 1, 999, 1000, 1001, 37_211]) {
      const { fetch } = server(total);
      let sifted: Sifted = await earlier(nothing(total), "err", fetch);
      while (sifted.from > 0) sifted = await earlier(sifted, "err", fetch);
      expect(sifted.lines.map((one) => one.n)).toEqual(wanted(0, total));
    }
  });
  it("are looked for only so far at a time", async () => {
    const { fetch, asked } = server(1_000_000);
    const sifted = await earlier(nothing(1_000_000), "err", fetch);
    expect(sifted.lines.length).toBeGreaterThanOrEqual(200);
    expect(sifted.from).toBeGreaterThan(950_000);
    expect(asked()).toBeLessThan(100);
  });
  it("take in what is added", async () => {
    const first = await earlier(nothing(1000), "err", server(1000).fetch);
    const next = await later(first, 1730, "err", server(1730).fetch);
    expect(next.lines.map((one) => one.n)).toEqual(wanted(0, 1730));
    expect(next.to).toBe(1730);
  });
  it("do not grow without end", async () => {
    let sifted: Sifted = { lines: Array.from({ length: KEPT_MOST }, (_, i) => line(i)), from: 0, to: KEPT_MOST };
    sifted = await later(sifted, KEPT_MOST + 500, "out", server(KEPT_MOST + 500).fetch);
    expect(sifted.lines.length).toBe(KEPT_MOST);
    expect(sifted.from).toBe(sifted.lines[0]?.n);
  });
});
