// Uploads live outside of the pages, so that they go on while one works elsewhere in the product.
import * as imports from "@/api/imports";
import { partsOf } from "@/api/sendParts";
import { isProblem, Problem } from "@/api/problem";
import type { Refusal } from "@/api/contract";
import type { Item } from "@/lib/walk";

export type Upload = {
  readonly key: string;
  readonly projectId: string;
  readonly importId: string | null;
  readonly state: "running" | "finishing" | "done" | "cancelled" | "failed";
  /** Somebody paused its job: it goes on by itself once that is resumed. */
  readonly paused: boolean;
  /** The line is cut: it goes on by itself once the server answers again. What is there is not sent again. */
  readonly broken: boolean;
  /** Of the last seconds; unknown in the first moments. */
  readonly bytesPerS: number | null;
  readonly files: number;
  readonly filesDone: number;
  readonly totalBytes: number;
  readonly sentBytes: number;
  readonly added: number;
  readonly duplicates: number;
  readonly refused: number;
  /** Pictures of which tables told columns. */
  readonly columns: number;
  /** The first ones; the server has the whole list. */
  readonly refusals: readonly Refusal[];
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly error: unknown;
};

export type Server = Pick<typeof imports, "startImport" | "putFile" | "finishImport" | "cancelImport"> & { partsOf: typeof partsOf };

/** Larger files are sent in a way that goes on within them; for a picture two more requests would cost more than sending it again. */
export const LARGE = 8 << 20;

const AT_ONCE = 3;
const TRIES = 4;
const SHOWN_REFUSALS = 200;
const TELL_MS = 150;
/** How often it is tried whether a paused import goes on. */
const PAUSED_MS = 2000;
/** How often, and how many times, a line that stays cut is tried: about an hour. */
const BROKEN_MS = 15_000;
const BROKEN_TRIES = 240;
/** The speed is that of so long. */
const SPEED_MS = 10_000;

export class Uploads {
  private list: readonly Upload[] = [];
  private readonly watchers = new Set<() => void>();
  private readonly stops = new Map<string, AbortController>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private serial = 0;
  private readonly wakers = new Set<() => void>();

  constructor(
    private readonly server: Server,
    private readonly pause: (ms: number) => Promise<void> = (ms) => new Promise((done) => setTimeout(done, ms)),
  ) {}

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  };
  readonly snapshot = (): readonly Upload[] => this.list;

  get busy(): boolean {
    return this.list.some((one) => one.state === "running" || one.state === "finishing");
  }

  async start(projectId: string, items: readonly Item[], told: imports.ImportTold = {}): Promise<Upload | undefined> {
    if (items.length === 0) return undefined;
    this.serial += 1;
    const key = `upload-${this.serial}`;
    const stop = new AbortController();
    this.stops.set(key, stop);
    this.list = [
      {
        key, projectId, importId: null, state: "running", paused: false, broken: false, bytesPerS: null, files: items.length, filesDone: 0,
        totalBytes: items.reduce((sum, item) => sum + item.file.size, 0), sentBytes: 0,
        added: 0, duplicates: 0, refused: 0, columns: 0, refusals: [], startedAt: Date.now(), endedAt: null, error: null,
      },
      ...this.list,
    ];
    this.tell();
    try {
      const { id } = await this.server.startImport(projectId, told);
      this.change(key, { importId: id });
      await this.sendAll(key, id, items, stop.signal);
      if (stop.signal.aborted) {
        await this.server.cancelImport(id);
        this.change(key, { state: "cancelled", endedAt: Date.now() });
      } else {
        this.change(key, { state: "finishing" });
        // The server's own count is the one that holds: it also knows what was within archives.
        const total = await this.lasting(key, stop.signal, () => this.server.finishImport(id));
        const mine = this.list.find((one) => one.key === key);
        this.change(key, {
          state: "done",
          endedAt: Date.now(),
          added: total.added,
          duplicates: total.duplicates,
          columns: total.columns,
          refused: Math.max(total.refused, mine?.refused ?? 0),
        });
      }
    } catch (error) {
      const state = stop.signal.aborted ? "cancelled" : "failed";
      // Files that are still on their way would be sent for nothing.
      stop.abort();
      this.change(key, { state, error, endedAt: Date.now() });
    } finally {
      this.stops.delete(key);
      this.tell();
    }
    return this.list.find((one) => one.key === key);
  }

  cancel(key: string): void {
    this.stops.get(key)?.abort();
  }

  dismiss(key: string): void {
    this.list = this.list.filter((one) => one.key !== key || one.state === "running" || one.state === "finishing");
    this.tell();
  }

  private async sendAll(key: string, importId: string, items: readonly Item[], signal: AbortSignal): Promise<void> {
    let next = 0;
    const sent = new Map<number, number>();
    let settled = 0;
    const seen: { at: number; bytes: number }[] = [];
    const showSent = () => {
      let bytes = settled;
      for (const part of sent.values()) bytes += part;
      const now = Date.now();
      seen.push({ at: now, bytes });
      while (seen.length > 2 && now - (seen[0]?.at ?? now) > SPEED_MS) seen.shift();
      const first = seen[0];
      const spent = first ? now - first.at : 0;
      // What is sent again after a cut was counted before.
      const bytesPerS = first && spent >= 1000 && bytes >= first.bytes ? ((bytes - first.bytes) * 1000) / spent : null;
      this.change(key, { sentBytes: bytes, ...(bytesPerS === null ? {} : { bytesPerS }) });
    };
    const lane = async () => {
      while (!signal.aborted) {
        const index = next;
        next += 1;
        const item = items[index];
        if (!item) return;
        const onSent = (bytes: number) => {
          sent.set(index, Math.min(bytes, item.file.size));
          showSent();
        };
        const answer = await this.sendOne(key, importId, item, onSent, signal);
        sent.delete(index);
        settled += item.file.size;
        showSent();
        const now = this.list.find((one) => one.key === key);
        if (!now || !answer) return;
        this.change(key, {
          filesDone: now.filesDone + 1,
          added: now.added + answer.added,
          duplicates: now.duplicates + answer.duplicates,
          refused: now.refused + answer.refused.length,
          refusals: [...now.refusals, ...answer.refused].slice(0, SHOWN_REFUSALS),
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  }

  /** A file that the server refuses is named and skipped; nothing else may hide. */
  private async sendOne(key: string, importId: string, item: Item, onSent: (bytes: number) => void, signal: AbortSignal) {
    const { path, file } = item;
    const parts = file.size >= LARGE ? this.server.partsOf(importId, path, file) : undefined;
    const send = () => (parts ? parts(onSent, signal) : this.server.putFile(importId, path, file, onSent, signal));
    try {
      return await this.lasting(key, signal, send);
    } catch (error) {
      if (signal.aborted) return undefined;
      if (!(error instanceof Problem)) throw error;
      const ofTheFile = error.status === 413 || error.status === 415 || error.status === 422 || error.status === 400;
      if (!ofTheFile || error.code === "import.not_running") throw error;
      return { added: 0, duplicates: 0, refused: [{ name: item.path, code: error.code, detail: error.detail }] };
    }
  }

  /** A cut line is tried again, soon at first, then for as long as somebody may need to mend it. */
  private async lasting<T>(key: string, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await this.unpaused(key, signal, ask);
        if (this.list.some((one) => one.key === key && one.broken)) this.change(key, { broken: false });
        return answer;
      } catch (error) {
        const passing = error instanceof Problem && (error.status === 0 || error.status === 429 || error.status >= 502);
        if (signal.aborted || !passing || attempt >= TRIES + BROKEN_TRIES) throw error;
        if (attempt < TRIES) await this.pause(500 * 2 ** attempt);
        else {
          this.change(key, { broken: true, bytesPerS: null });
          await this.mended(signal);
        }
      }
    }
  }

  /** Some time later, or as soon as there is a reason to try. */
  private async mended(signal: AbortSignal): Promise<void> {
    let wake: () => void = () => undefined;
    const woken = new Promise<void>((done) => (wake = done));
    this.wakers.add(wake);
    signal.addEventListener("abort", wake, { once: true });
    await Promise.race([this.pause(BROKEN_MS), woken]);
    this.wakers.delete(wake);
    signal.removeEventListener("abort", wake);
  }

  /** The line may be there again. */
  readonly tryNow = (): void => {
    for (const wake of this.wakers) wake();
  };

  /** Again and again for as long as the import's job is paused. */
  private async unpaused<T>(key: string, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        const answer = await ask();
        if (this.list.some((one) => one.key === key && one.paused)) this.change(key, { paused: false });
        return answer;
      } catch (error) {
        if (signal.aborted || !isProblem(error, "import.paused")) throw error;
        this.change(key, { paused: true });
        await this.pause(PAUSED_MS);
      }
    }
  }

  private change(key: string, changes: Partial<Upload>): void {
    this.list = this.list.map((one) => (one.key === key ? { ...one, ...changes } : one));
    this.timer ??= setTimeout(() => this.tell(), TELL_MS);
  }

  private tell(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const watcher of this.watchers) watcher();
  }
}

/** Seconds left at the speed of late, or else the mean so far; unknown in the first moments, and while the line is cut. */
export function remaining(upload: Upload, now: number): number | null {
  if (upload.broken) return null;
  if (upload.bytesPerS) return (upload.totalBytes - upload.sentBytes) / upload.bytesPerS;
  const spent = (now - upload.startedAt) / 1000;
  if (spent < 1 || upload.sentBytes === 0 || upload.totalBytes === 0) return null;
  return ((upload.totalBytes - upload.sentBytes) * spent) / upload.sentBytes;
}

export const uploads = new Uploads({ ...imports, partsOf });

window.addEventListener("online", uploads.tryNow);
window.addEventListener("beforeunload", (event) => {
  if (uploads.busy) event.preventDefault();
});
