// Histories in the browser's own database: what was done can be taken back after a reload, too. A browser without one still works.
import type { Kept, Step } from "./history";

/** Regions that the person made untouchable or took out of sight; the server knows nothing of them. */
export type KeptFlags = { readonly locked: readonly string[]; readonly hidden: readonly string[] };
export type Entry = Kept & KeptFlags;
type Head = Omit<Entry, "steps"> & { readonly picture: string; readonly length: number; readonly used: number };

const NAME = "fovea-annotator";
/** Pictures whose history is kept; the ones not opened for the longest time go first. */
const MOST_PICTURES = 300;

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const finished = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
const stepsOf = (picture: string, from: number, to = Infinity) => IDBKeyRange.bound([picture, from], [picture, to]);

export class Journal {
  private readonly opening: Promise<IDBDatabase | null>;
  private last: Promise<unknown> = Promise.resolve();
  private readonly writing = new Map<string, Promise<void>>();

  constructor(
    factory: IDBFactory | undefined = globalThis.indexedDB,
    private readonly now: () => number = Date.now,
    private readonly most = MOST_PICTURES,
  ) {
    this.opening = factory ? open(factory).catch(() => null) : Promise.resolve(null);
  }

  /** What is kept of a picture, once all that was put of it is there; null for nothing. */
  async load(picture: string): Promise<Entry | null> {
    await this.writing.get(picture);
    const database = await this.opening;
    if (!database) return null;
    try {
      const reading = database.transaction(["heads", "steps"], "readonly");
      const head = await done<Head | undefined>(reading.objectStore("heads").get(picture));
      if (!head) return null;
      const steps = await done<Step[]>(reading.objectStore("steps").getAll(stepsOf(picture, head.base, head.base + head.length - 1)));
      return steps.length === head.length ? { steps, at: head.at, base: head.base, first: head.first, locked: head.locked, hidden: head.hidden } : null;
    } catch {
      return null;
    }
  }

  /** Writes the steps from `from` on, in the order of the calls. Never fails: a full disk costs the history, not the labels. */
  put(picture: string, entry: Kept & { from: number } & KeptFlags): Promise<void> {
    const writing = this.last.then(() => this.write(picture, entry)).catch(() => undefined);
    this.last = writing;
    this.writing.set(picture, writing);
    void writing.then(() => this.writing.get(picture) === writing && this.writing.delete(picture));
    return writing;
  }

  private async write(picture: string, { steps, from, at, base, first, locked, hidden }: Kept & { from: number } & KeptFlags): Promise<void> {
    const database = await this.opening;
    if (!database) return;
    const writing = database.transaction(["heads", "steps"], "readwrite");
    const [heads, store] = [writing.objectStore("heads"), writing.objectStore("steps")];
    store.delete(stepsOf(picture, from));
    if (base > 0) store.delete(stepsOf(picture, 0, base - 1));
    steps.forEach((step, index) => store.put(step, [picture, from + index]));
    const head: Head = { picture, at, base, first, locked, hidden, length: from - base + steps.length, used: this.now() };
    heads.put(head);
    const count = await done(heads.count());
    if (count > this.most) await this.forget(heads, store, count - this.most);
    await finished(writing);
  }

  private async forget(heads: IDBObjectStore, store: IDBObjectStore, many: number): Promise<void> {
    for (const picture of await done(heads.index("used").getAllKeys(null, many))) {
      heads.delete(picture);
      store.delete(stepsOf(String(picture), 0));
    }
  }
}

function open(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("heads", { keyPath: "picture" }).createIndex("used", "used");
    request.result.createObjectStore("steps");
  };
  return done(request);
}
