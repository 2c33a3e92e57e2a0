// Lines of one stream only, as the server finds them: from the end of the log backwards, a part at a time and only as far as somebody looks.
import type { LogLine, LogPage } from "@/api/contract";

export type Sifted = {
  lines: LogLine[];
  /** Lines `from` up to, not with, `to` of the whole log were looked at. */
  from: number;
  to: number;
};

/** Lines of one answer at most. */
const LIMIT = 1000;
/** So much of the log is looked through at a time. */
const PART = 20_000;
/** So many were found, or so many parts were looked through: then one is shown what there is. */
const ENOUGH = 200;
const MOST_PARTS = 10;
/** Lines of the stream from one number on, before another; `next` says where to go on. */
export type FetchStream = (from: number, before: number, limit: number) => Promise<Pick<LogPage, "lines" | "next">>;

/** No more are kept; those farthest from where one goes are let go. */
export const KEPT_MOST = 20_000;

export const nothing = (total: number): Sifted => ({ lines: [], from: total, to: total });

/** All of the stream from `from` up to `to`, however the server cuts its answers. */
async function readAll(from: number, to: number, fetchStream: FetchStream): Promise<LogLine[]> {
  const out: LogLine[] = [];
  let at: number | null = from;
  while (at !== null && at < to) {
    const { lines, next }: Pick<LogPage, "lines" | "next"> = await fetchStream(at, to, LIMIT);
    out.push(...lines);
    at = next;
  }
  return out;
}

/** Looks further back. */
export async function earlier(before: Sifted, fetchStream: FetchStream): Promise<Sifted> {
  let { from } = before;
  const found: LogLine[] = [];
  for (let parts = 0; parts < MOST_PARTS && from > 0 && found.length < ENOUGH; parts += 1) {
    const start = Math.max(0, from - PART);
    found.unshift(...(await readAll(start, from, fetchStream)));
    from = start;
  }
  const lines = [...found, ...before.lines];
  if (lines.length <= KEPT_MOST) return { lines, from, to: before.to };
  const kept = lines.slice(0, KEPT_MOST);
  return { lines: kept, from, to: (kept[KEPT_MOST - 1]?.n ?? from) + 1 };
}

/** Takes in what was added at the end. A part of a very long addition at a time. */
export async function later(before: Sifted, total: number, fetchStream: FetchStream): Promise<Sifted> {
  const to = Math.min(total, before.to + PART);
  const found = await readAll(before.to, to, fetchStream);
  const lines = [...before.lines, ...found];
  if (lines.length <= KEPT_MOST) return { lines, from: before.from, to };
  const kept = lines.slice(-KEPT_MOST);
  return { lines: kept, from: kept[0]?.n ?? before.from, to };
}
