// Answers that were asked for before they are needed: used once, and not when they have become old.
const FRESH_MS = 60_000;
const MOST = 8;

export class Ahead<T> {
  private readonly known = new Map<string, { at: number; answer: Promise<T> }>();

  constructor(private readonly now: () => number = Date.now) {}

  fetch(id: string, ask: () => Promise<T>): void {
    const found = this.known.get(id);
    if (found && this.now() - found.at < FRESH_MS) return;
    const answer = ask();
    this.known.delete(id);
    this.known.set(id, { at: this.now(), answer });
    answer.catch(() => this.known.delete(id));
    for (const old of [...this.known.keys()].slice(0, Math.max(0, this.known.size - MOST))) this.known.delete(old);
  }

  take(id: string): Promise<T> | undefined {
    const found = this.known.get(id);
    this.known.delete(id);
    return found && this.now() - found.at < FRESH_MS ? found.answer : undefined;
  }

  forget(id: string): void {
    this.known.delete(id);
  }
}
