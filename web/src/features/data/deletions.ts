// Deletions that can still be taken back: pictures vanish from sight at once, from the server only when the time to undo is over.
import { deletePictures } from "@/api/pictures";
import type { Id } from "@/api/contract";

const UNDO_MS = 8000;

type Pending = { project: Id; ids: Id[]; timer: ReturnType<typeof setTimeout> };

export class Deletions {
  private pending: Pending[] = [];
  private gone: ReadonlySet<Id> = new Set();
  private readonly watchers = new Set<() => void>();

  constructor(private readonly remove: (project: Id, ids: Id[]) => Promise<unknown> = deletePictures) {}

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  };
  readonly snapshot = (): ReadonlySet<Id> => this.gone;

  /** Answers with what takes it back. `ended` hears the outcome. */
  add(project: Id, ids: Id[], ended: (error: unknown) => void): () => void {
    const one: Pending = { project, ids, timer: setTimeout(() => void this.run(one, ended), UNDO_MS) };
    this.pending.push(one);
    this.show();
    return () => {
      clearTimeout(one.timer);
      this.drop(one);
    };
  }

  /** When the page is left for good there is nobody to take it back: do it now. */
  flush(): void {
    for (const one of [...this.pending]) {
      clearTimeout(one.timer);
      void this.run(one, () => undefined);
    }
  }

  private async run(one: Pending, ended: (error: unknown) => void): Promise<void> {
    let failure: unknown = null;
    try {
      await this.remove(one.project, one.ids);
    } catch (error) {
      failure = error;
    }
    ended(failure);
    // Lists are asked again by `ended`; keep the pictures hidden until the answer is there.
    setTimeout(() => this.drop(one), failure ? 0 : 3000);
  }

  private drop(one: Pending): void {
    this.pending = this.pending.filter((other) => other !== one);
    this.show();
  }

  private show(): void {
    this.gone = new Set(this.pending.flatMap((one) => one.ids));
    for (const watcher of this.watchers) watcher();
  }
}

export const deletions = new Deletions();
window.addEventListener("pagehide", () => deletions.flush());
