// Lines of one stream only: the server gives all of them, so they are sifted here, from the end of the log backwards and only as far as
// somebody looks. The one place to change when it sifts itself.
import type { LogLine, LogStream } from "@/api/contract";
import type { Fetch } from "./log";

export type Sifted = {
  lines: LogLine[];
  /** Lines `from` up to, not with, `to` of the whole log were looked at. */
  from: number;
  to: number;
};

const READ = 1000;
/** So many were found, or so many lines were looked at: then one is shown what there is. */
const ENOUGH = 200;
const MOST_READS = 20;
/** No more are kept; those farthest from where one goes are let go. */
export const KEPT_MOST = 20_000;

export const nothing = (total: number): Sifted => ({ lines: [], from: total, to: total });

/** All lines from `from` up to `to`, however the server cuts its answers. */
async function readAll(from: number, to: number, fetchLines: Fetch): Promise<LogLine[]> {
  const out: LogLine[] = [];
  let at = from;
  while (at < to) {
    const { lines } = await fetchLines(at, Math.min(READ, to - at));
    const last = lines[lines.length - 1];
    if (!last) break;
    out.push(...lines);
    at = last.n + 1;
  }
  return out;
}

/** Looks further back. */
export async function earlier(before: Sifted, stream: LogStream, fetchLines: Fetch): Promise<Sifted> {
  let { from } = before;
  const found: LogLine[] = [];
  for (let reads = 0; reads < MOST_READS && from > 0 && found.length < ENOUGH; reads += 1) {
    const start = Math.max(0, from - READ);
    found.unshift(...(await readAll(start, from, fetchLines)).filter((line) => line.stream === stream));
    from = start;
  }
  const lines = [...found, ...before.lines];
  if (lines.length <= KEPT_MOST) return { lines, from, to: before.to };
  const kept = lines.slice(0, KEPT_MOST);
  return { lines: kept, from, to: (kept[KEPT_MOST - 1]?.n ?? from) + 1 };
}

/** Takes in what was added at the end. A part of a very long addition at a time. */
export async function later(before: Sifted, total: number, stream: LogStream, fetchLines: Fetch): Promise<Sifted> {
  const to = Math.min(total, before.to + READ * MOST_READS);
  const found = (await readAll(before.to, to, fetchLines)).filter((line) => line.stream === stream);
  const lines = [...before.lines, ...found];
  if (lines.length <= KEPT_MOST) return { lines, from: before.from, to };
  const kept = lines.slice(-KEPT_MOST);
  return { lines: kept, from: kept[0]?.n ?? before.from, to };
}
