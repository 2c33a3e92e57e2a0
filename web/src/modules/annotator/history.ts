// What was done and how it is taken back. States are never changed in place; a step is what changed from one to the next.
import { apply, diff, fingerprint, invert, type Patch } from "./patch";
import type { Document, Region } from "./types";

/** `print`: the fingerprint of the state that the step led to. */
export type Step = { readonly name: string; readonly patch: Patch; readonly print: number };
/** A history that outlives the page. `at` steps are done, those behind them undone. `base`: steps that were forgotten before the first. */
export type Kept = { readonly steps: readonly Step[]; readonly at: number; readonly base: number; readonly first: number };

/** So many steps of a picture can be taken back, and so many numbers (of corners and runs) are kept for it: some tens of megabytes. */
const MOST_STEPS = 2000;
const MOST_NUMBERS = 3_000_000;

export class History {
  private steps: Step[] = [];
  private numbers = 0;
  private at = 0;
  /** Steps forgotten at the front. */
  private base = 0;
  /** Fingerprint of the state before the first step. */
  private first: number;
  private state: Document;
  /** Steps that were done before the page was left, and are not in the state that came: they were not saved any more. */
  private lost = 0;
  /** The last step may still grow: edits with the same key that follow each other are one, such as the many moves of one drag. */
  private open: { name: string; before: Document; key: string } | null = null;
  /** The first step that changed since `taken` was called last, counted with the forgotten ones. */
  private dirtyFrom = 0;

  constructor(
    state: Document,
    private readonly most = MOST_STEPS,
    private readonly mostNumbers = MOST_NUMBERS,
  ) {
    this.state = state;
    this.first = fingerprint(state);
  }

  get now(): Document {
    return this.state;
  }
  get unsaved(): number {
    return this.lost;
  }
  get canUndo(): boolean {
    return this.open !== null || this.at > 0;
  }
  get canRedo(): boolean {
    return this.open === null && this.at < this.steps.length;
  }

  /** Another picture. A kept history is taken where it knows the state: at one of its steps. */
  reset(state: Document, kept?: Kept | null): void {
    this.state = state;
    this.open = null;
    const print = fingerprint(state);
    const prints = kept ? [kept.first, ...kept.steps.map((one) => one.print)] : [];
    const near = (one: number, other: number) => Math.abs(one - (kept?.at ?? 0)) - Math.abs(other - (kept?.at ?? 0));
    const at = prints.flatMap((one, index) => (one === print ? [index] : [])).sort(near)[0];
    const known = kept && at !== undefined;
    this.steps = known ? [...kept.steps] : [];
    this.at = known ? at : 0;
    this.lost = known ? Math.max(0, kept.at - at) : 0;
    this.base = known ? kept.base : 0;
    this.first = known ? kept.first : print;
    this.dirtyFrom = known ? this.base + this.steps.length : 0;
    this.numbers = this.steps.reduce((sum, one) => sum + weight(one.patch), 0);
  }

  do(name: string, after: Document, key: string | null = null): void {
    if (after === this.state) return;
    if (this.open && key !== null && this.open.key === key) {
      this.state = after;
      return;
    }
    this.close();
    const before = this.state;
    this.state = after;
    // What could be redone is forgotten.
    this.cut(this.at);
    if (key === null) this.push(name, before);
    else this.open = { name, before, key };
  }

  undo(): Step | undefined {
    this.close();
    const step = this.steps[this.at - 1];
    if (!step) return undefined;
    this.at -= 1;
    this.state = apply(this.state, invert(step.patch));
    return step;
  }

  redo(): Step | undefined {
    this.close();
    const step = this.steps[this.at];
    if (!step) return undefined;
    this.at += 1;
    this.state = apply(this.state, step.patch);
    return step;
  }

  /** What has to be written so that it outlives the page: the steps from `from` on, those before are written. */
  taken(): Kept & { from: number } {
    this.close();
    const from = Math.max(this.base, this.dirtyFrom);
    this.dirtyFrom = this.base + this.steps.length;
    return { steps: this.steps.slice(from - this.base), from, at: this.at, base: this.base, first: this.first };
  }

  /** The last step stops growing. */
  private close(): void {
    if (!this.open) return;
    const { name, before } = this.open;
    this.open = null;
    this.push(name, before);
  }

  private push(name: string, before: Document): void {
    const patch = diff(before, this.state);
    this.steps.push({ name, patch, print: fingerprint(this.state) });
    this.numbers += weight(patch);
    this.at = this.steps.length;
    // The last step itself can always be taken back.
    while (this.steps.length > 1 && (this.steps.length > this.most || this.numbers > this.mostNumbers)) this.forgetFirst();
  }

  private forgetFirst(): void {
    const step = this.steps.shift();
    if (!step) return;
    this.first = step.print;
    this.numbers -= weight(step.patch);
    this.at -= 1;
    this.base += 1;
  }

  private cut(length: number): void {
    if (this.steps.length === length) return;
    for (const one of this.steps.slice(length)) this.numbers -= weight(one.patch);
    this.steps.length = length;
    this.dirtyFrom = Math.min(this.dirtyFrom, this.base + length);
  }
}

/** How many numbers a patch holds. */
function weight({ changes }: Patch): number {
  const of = (region: Region | null) =>
    region === null ? 0 : "points" in region.shape ? 2 * region.shape.points.length : region.shape.kind === "brush" ? region.shape.rle.counts.length : 5;
  return changes.reduce((sum, { before, after }) => sum + of(before) + of(after), 0);
}
