// What the server tells of the places of pictures, for the helpers: asked for one after the other, so that pictures and labels never wait
// behind it, and kept for the last few. What cannot be had is null, and asked for anew the next time.
const KEPT = 6;

type Answer = ArrayBuffer | null;
type Wish = { id: string; answer: Promise<Answer>; give: (answer: Answer) => void };

export class FeatureShelf {
  private readonly known = new Map<string, Wish>();
  private waiting: Wish[] = [];
  private asking = false;

  constructor(private readonly ask: (id: string) => Promise<ArrayBuffer>) {}

  /** Of a picture that is opened: next in turn. */
  now(id: string): Promise<Answer> {
    const wish = this.wish(id);
    if (this.waiting.includes(wish)) this.waiting = [wish, ...this.waiting.filter((one) => one !== wish)];
    this.goOn();
    return wish.answer;
  }

  /** Of one that may be opened soon. */
  soon(id: string): Promise<Answer> {
    const wish = this.wish(id);
    this.goOn();
    return wish.answer;
  }

  private wish(id: string): Wish {
    const known = this.known.get(id);
    if (known) {
      this.known.delete(id);
      this.known.set(id, known);
      return known;
    }
    const { promise, resolve } = withResolver<Answer>();
    const wish = { id, answer: promise, give: resolve };
    this.known.set(id, wish);
    this.waiting.push(wish);
    for (const old of [...this.known.values()].slice(0, Math.max(0, this.known.size - KEPT))) this.drop(old);
    return wish;
  }

  private drop(wish: Wish): void {
    this.known.delete(wish.id);
    if (!this.waiting.includes(wish)) return;
    // Nobody came to it in time.
    this.waiting = this.waiting.filter((one) => one !== wish);
    wish.give(null);
  }

  private goOn(): void {
    const wish = this.asking ? undefined : this.waiting.shift();
    if (!wish) return;
    this.asking = true;
    const ended = (answer: Answer) => {
      this.asking = false;
      if (!answer && this.known.get(wish.id) === wish) this.known.delete(wish.id);
      wish.give(answer);
      this.goOn();
    };
    this.ask(wish.id).then(ended, () => ended(null));
  }
}

function withResolver<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((given) => {
    resolve = given;
  });
  return { promise, resolve };
}
