// A log is read by pages of its lines; only the pages in sight are asked for.
import { getLog, type LogOf } from "@/api/jobs";
import type { Id, LogLine, LogPage } from "@/api/contract";

export const PAGE_LINES = 200;
export const FOUND_MOST = 1000;

export type Lines = Pick<LogPage, "lines" | "total">;
export type Fetch = (from: number, limit: number) => Promise<Lines>;

/** Lines `page * PAGE_LINES` and on. The server ends an answer early when lines are very long: it is asked for the rest. */
export async function readPage(page: number, fetchLines: Fetch): Promise<Lines> {
  const end = (page + 1) * PAGE_LINES;
  const lines: LogLine[] = [];
  let from = page * PAGE_LINES;
  let total = 0;
  while (from < end) {
    const part = await fetchLines(from, end - from);
    total = part.total;
    if (part.lines.length === 0) break;
    lines.push(...part.lines);
    // Where lines are left out that were drawn over, places are not their numbers.
    from += part.lines.length;
  }
  return { lines, total };
}

/** Lines with the words, of one stream or of all. The server looks for a second and a half at a time: it is asked to go on. */
export async function findLines(fetchFound: (from: number, limit: number) => Promise<Pick<LogPage, "lines" | "total" | "next">>): Promise<Lines> {
  const lines: LogLine[] = [];
  let from = 0;
  for (;;) {
    const part = await fetchFound(from, FOUND_MOST - lines.length);
    const total = lines.length + part.total;
    lines.push(...part.lines);
    if (part.next === null || lines.length >= FOUND_MOST) return { lines, total };
    from = part.next;
  }
}

export const fetchOf = (job: Id, of: LogOf = {}): Fetch => (from, limit) => getLog(job, { from, limit, ...of });

/** Numbers of the pages that hold the rows of some places of a list. */
export function pagesAt(first: number, last: number, rowOf: (place: number) => number): number[] {
  const out = new Set<number>();
  for (let place = Math.max(0, first); place <= last; place += 1) out.add(Math.floor(rowOf(place) / PAGE_LINES));
  return [...out];
}

/** The text cut at what was searched for, so that it can be marked; odd pieces are the hits. */
export function cutAt(text: string, wanted: string): string[] {
  if (!wanted) return [text];
  const [low, needle] = [text.toLowerCase(), wanted.toLowerCase()];
  const out: string[] = [];
  let from = 0;
  for (let at = low.indexOf(needle); at >= 0; at = low.indexOf(needle, from)) {
    out.push(text.slice(from, at), text.slice(at, at + needle.length));
    from = at + needle.length;
  }
  return [...out, text.slice(from)];
}
