// What was done and how it is taken back. States are never changed in place, so an edit is the state before and after it.

export type Edit<T> = { readonly name: string; readonly before: T; readonly after: T };

export class History<T> {
  private done: Edit<T>[] = [];
  private undone: Edit<T>[] = [];
  private state: T;
  /** Edits with the same key that follow each other are one step, such as the many moves of one drag. */
  private openKey: string | null = null;

  constructor(
    state: T,
    private readonly most = 200,
  ) {
    this.state = state;
  }

  get now(): T {
    return this.state;
  }
  get canUndo(): boolean {
    return this.done.length > 0;
  }
  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  reset(state: T): void {
    this.done = [];
    this.undone = [];
    this.openKey = null;
    this.state = state;
  }

  do(name: string, after: T, key: string | null = null): void {
    if (after === this.state) return;
    const last = this.done[this.done.length - 1];
    if (key !== null && key === this.openKey && last) {
      this.done[this.done.length - 1] = { ...last, after };
    } else {
      this.done.push({ name, before: this.state, after });
      if (this.done.length > this.most) this.done.shift();
    }
    this.openKey = key;
    this.undone = [];
    this.state = after;
  }

  undo(): Edit<T> | undefined {
    const edit = this.done.pop();
    this.openKey = null;
    if (!edit) return undefined;
    this.undone.push(edit);
    this.state = edit.before;
    return edit;
  }

  redo(): Edit<T> | undefined {
    const edit = this.undone.pop();
    this.openKey = null;
    if (!edit) return undefined;
    this.done.push(edit);
    this.state = edit.after;
    return edit;
  }
}
