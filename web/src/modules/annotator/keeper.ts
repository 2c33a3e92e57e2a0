// Writes the history of the picture that is open into the journal, a moment after the hand rests.
import type { Annotator } from "./annotator";
import type { Journal } from "./journal";

export class Keeper {
  private picture: string | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly journal: Journal,
    private readonly annotator: () => Annotator | null,
    private readonly delay = 400,
  ) {}

  /** From now on what is done belongs to this picture. Call `flush` before. */
  begin(picture: string): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.picture = picture;
  }

  touched(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      // In the middle of a drag the step is not whole yet.
      if (this.annotator()?.mayLeave()) void this.flush();
      else this.touched();
    }, this.delay);
  }

  flush(): Promise<void> {
    const annotator = this.annotator();
    if (this.timer === undefined || !this.picture || !annotator) return Promise.resolve();
    clearTimeout(this.timer);
    this.timer = undefined;
    return this.journal.put(this.picture, annotator.editor.taken());
  }
}
