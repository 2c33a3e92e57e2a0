// A log as a file. It is read by pages, and what was read is handed to the browser at once, which keeps large pieces on disk.
import type { LogPage } from "@/api/contract";

type Fetch = (from: number, limit: number) => Promise<LogPage>;
const READ = 1000;

/** The lines as the program wrote them. `tell` hears how many there are so far; null: somebody gave up. */
export async function logBlob(fetchLines: Fetch, total: number, tell: (done: number) => void, wanted: () => boolean): Promise<Blob | null> {
  const parts: Blob[] = [];
  let at = 0;
  while (at < total) {
    if (!wanted()) return null;
    const { lines } = await fetchLines(at, Math.min(READ, total - at));
    const last = lines[lines.length - 1];
    if (!last) break;
    parts.push(new Blob([lines.map((line) => `${line.text}\n`).join("")]));
    at = last.n + 1;
    tell(at);
  }
  return wanted() ? new Blob(parts, { type: "text/plain;charset=utf-8" }) : null;
}
