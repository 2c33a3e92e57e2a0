// Files on their way into work folders: one after the other, part by part. They go on while one looks at other pages; what was cut goes on
// where it was, also when the same file is chosen again later.
import type { Id } from "@/api/contract";
import { beginWorkUpload, sendWorkPart, showWorkUpload, type WorkUpload } from "@/api/workFiles";
import { Problem } from "@/api/problem";

const PART = 8 << 20;
const TRIES = 5;
const AGAIN_MS = 1000;

export type Sending = { id: number; job: Id; path: string; file: File; replace: boolean; sent: number; state: "waiting" | "sending" | "done" | "failed"; error?: unknown };

type Wait = (ms: number) => Promise<void>;
const usual: Wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** By which the server knows the same file again. */
const markOf = (file: File): string => `${file.name.slice(0, 120)} ${file.lastModified}`;
const isCut = (error: unknown): boolean => error instanceof Problem && [0, 400, 408, 502, 503, 504].includes(error.status) && error.code !== "request.invalid";

/** Sends one file to its end. `onSent` hears how many bytes are there. */
export async function sendOne(one: Pick<Sending, "job" | "path" | "file" | "replace">, onSent: (bytes: number) => void, signal: AbortSignal, wait: Wait = usual): Promise<void> {
  const { job, path, file, replace } = one;
  const begun = await beginWorkUpload(job, { path, bytes: file.size, replace, mark: markOf(file) });
  let at = begun.received;
  let tries = 0;
  for (;;) {
    signal.throwIfAborted();
    onSent(at);
    const from = at;
    try {
      const told: WorkUpload = await sendWorkPart(job, begun.id, at, file.slice(at, at + PART), (bytes) => onSent(from + bytes), signal);
      if (told.file) return;
      at = told.received;
      tries = 0;
    } catch (error) {
      if (!isCut(error) || tries >= TRIES) throw error;
      tries += 1;
      await wait(AGAIN_MS);
      try {
        at = (await showWorkUpload(job, begun.id)).received;
      } catch (problem) {
        // All of it came, and only the answer was lost.
        if (problem instanceof Problem && problem.status === 404) return;
      }
    }
  }
}

class Queue {
  private all: readonly Sending[] = [];
  private readonly watchers = new Set<() => void>();
  private readonly ends = new Map<number, AbortController>();
  private serial = 0;
  private busy = false;

  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  };
  list = (): readonly Sending[] => this.all;

  add(job: Id, items: readonly { path: string; file: File }[]): void {
    const fresh = items.map(({ path, file }): Sending => ({ id: (this.serial += 1), job, path, file, replace: false, sent: 0, state: "waiting" }));
    this.set([...this.all, ...fresh]);
    void this.run();
  }

  again(id: number, replace: boolean): void {
    this.change(id, { state: "waiting", replace, error: undefined });
    void this.run();
  }

  /** What came stays at the server for a week. */
  drop(id: number): void {
    this.ends.get(id)?.abort();
    this.set(this.all.filter((one) => one.id !== id));
  }

  clear(job: Id): void {
    this.set(this.all.filter((one) => one.job !== job || one.state === "waiting" || one.state === "sending"));
  }

  private set(all: readonly Sending[]): void {
    this.all = all;
    for (const watcher of this.watchers) watcher();
  }

  private change(id: number, change: Partial<Sending>): void {
    this.set(this.all.map((one) => (one.id === id ? { ...one, ...change } : one)));
  }

  private async run(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (let next = this.next(); next; next = this.next()) {
      const { id } = next;
      const end = new AbortController();
      this.ends.set(id, end);
      this.change(id, { state: "sending" });
      try {
        await sendOne(next, (sent) => this.change(id, { sent }), end.signal);
        this.change(id, { state: "done", sent: next.file.size });
      } catch (error) {
        if (!end.signal.aborted) this.change(id, { state: "failed", error });
      }
      this.ends.delete(id);
    }
    this.busy = false;
  }

  private next(): Sending | undefined {
    return this.all.find((one) => one.state === "waiting");
  }
}

export const sending = new Queue();
