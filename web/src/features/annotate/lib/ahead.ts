// Answers that were asked for before they are needed: used once, and not when they have become old.
const FRESH_MS = 60_000;
const MOST = 8;

export class Ahead<T> {
  private readonly known = new Map<string, { at: number; answer: Promise<T>; value?: T }>();

  constructor(private readonly now: () => number = Date.now) {}

  fetch(id: string, ask: () => Promise<T>): void {
    const found = this.known.get(id);
    if (found && this.now() - found.at < FRESH_MS) return;
    const answer = ask();
    this.known.delete(id);
    const entry: { at: number; answer: Promise<T>; value?: T } = { at: this.now(), answer };
    this.known.set(id, entry);
    answer.then((value) => Object.assign(entry, { value }), () => this.known.delete(id));
    for (const old of [...this.known.keys()].slice(0, Math.max(0, this.known.size - MOST))) this.known.delete(old);
  }

  /** What is there already, and fresh. It stays until it is forgotten. */
  ready(id: string): T | undefined {
    const found = this.known.get(id);
    return found && this.now() - found.at < FRESH_MS ? found.value : undefined;
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
