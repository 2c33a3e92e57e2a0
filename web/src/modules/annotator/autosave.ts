// Saves by itself a moment after the last change. Nothing is lost on the way: a cut line is tried again, another's change is told.
import type { Document } from "./types";

export type SaveState = "saved" | "waiting" | "saving" | "conflict" | "failed";
export type SaveAnswer = { kind: "saved"; tag: string } | { kind: "conflict" } | { kind: "failed"; error: unknown; again: boolean };
export type Save = (document: Document, tag: string) => Promise<SaveAnswer>;

export class Autosave {
  private document: Document | null = null;
  private tag = "";
  private state: SaveState = "saved";
  private failure: unknown = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private tries = 0;
  /** Since when something waits to be saved. */
  private since: number | null = null;
  /** The person changed something since this picture was opened. */
  touched = false;

  constructor(
    private readonly save: Save,
    private readonly onState: (state: SaveState, failure: unknown) => void,
    private readonly delay = 700,
    /** Who never rests is saved all the same. */
    private readonly most = 1500,
  ) {}

  get now(): SaveState {
    return this.state;
  }

  /** Another picture: from now on changes belong to it. Call only after `flush` said yes. */
  begin(tag: string): void {
    clearTimeout(this.timer);
    this.document = null;
    this.since = null;
    this.tag = tag;
    this.tries = 0;
    this.touched = false;
    this.tell("saved");
  }

  edited(document: Document): void {
    this.document = document;
    this.touched = true;
    if (this.state === "conflict") return;
    if (this.state !== "saving") this.tell("waiting");
    const now = Date.now();
    this.since ??= now;
    this.later(Math.max(0, Math.min(this.delay, this.since + this.most - now)));
  }

  /** Saves what is not saved yet. True when nothing is left. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer);
    if (this.running) await this.running;
    if (this.document && this.state !== "conflict") await this.run();
    return this.document === null;
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private later(delay: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), delay);
  }

  private run(): Promise<void> {
    // One at a time: the answer to the first carries the tag that the second needs.
    this.running ??= this.send().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async send(): Promise<void> {
    while (this.document) {
      const sent = this.document;
      this.since = null;
      this.tell("saving");
      const answer = await this.save(sent, this.tag);
      if (answer.kind === "conflict") {
        this.tell("conflict");
        return;
      }
      if (answer.kind === "failed") {
        this.tell("failed", answer.error);
        if (answer.again) {
          this.tries += 1;
          this.later(Math.min(15_000, 1000 * 2 ** this.tries));
        }
        return;
      }
      this.tag = answer.tag;
      this.tries = 0;
      if (this.document === sent) this.document = null;
    }
    this.tell("saved");
  }

  private tell(state: SaveState, failure: unknown = null): void {
    if (state === this.state && failure === this.failure) return;
    this.state = state;
    this.failure = failure;
    this.onState(state, failure);
  }
}
