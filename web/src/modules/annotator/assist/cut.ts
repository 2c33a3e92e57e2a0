// The cheapest cut between inside and outside on a grid of pixels with eight neighbours: the maximum flow of Boykov and Kolmogorov
// (2004), two trees that grow towards each other and mend themselves after each path.

/** Right, left, down, up, and the diagonals; the way back is one number beside. */
const WAYS: readonly (readonly [number, number])[] = [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, -1], [-1, 1], [1, -1]];
const [NONE, ROOT, ORPHAN] = [-1, -2, -3];
const [FREE, INSIDE, OUTSIDE] = [0, 1, 2];

export class GridCut {
  /** What may still flow from a pixel to each neighbour. */
  readonly caps: Float32Array;
  /** What may still flow from the source (above nothing) or to the sink (below). */
  readonly ends: Float32Array;
  private readonly tree: Uint8Array;
  private readonly parent: Int8Array;
  private readonly stamp: Int32Array;
  private readonly depth: Int32Array;
  private active: number[] = [];
  private queued: Uint8Array;
  private orphans: number[] = [];
  private time = 0;
  private readonly steps: readonly number[];

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    const many = width * height;
    this.caps = new Float32Array(many * 8);
    this.ends = new Float32Array(many);
    this.tree = new Uint8Array(many);
    this.parent = new Int8Array(many).fill(NONE);
    this.stamp = new Int32Array(many);
    this.depth = new Int32Array(many);
    this.queued = new Uint8Array(many);
    this.steps = WAYS.map(([dx, dy]) => dy * width + dx);
  }

  /** 1 for each pixel that stays on the side of the source. */
  run(): Uint8Array {
    for (let at = 0; at < this.ends.length; at += 1) {
      if (this.ends[at] === 0) continue;
      this.tree[at] = (this.ends[at] as number) > 0 ? INSIDE : OUTSIDE;
      this.parent[at] = ROOT;
      this.depth[at] = 1;
      this.activate(at);
    }
    for (let head = 0; head < this.active.length; ) {
      const at = this.active[head] as number;
      const bridge = this.tree[at] === FREE ? null : this.grow(at);
      if (bridge) {
        this.time += 1;
        this.augment(bridge[0], bridge[1]);
        this.adopt();
        continue;
      }
      this.queued[at] = 0;
      head += 1;
      if (head > 100_000) {
        this.active = this.active.slice(head);
        head = 0;
      }
    }
    return this.tree.map((one) => (one === INSIDE ? 1 : 0));
  }

  private activate(at: number): void {
    if (this.queued[at]) return;
    this.queued[at] = 1;
    this.active.push(at);
  }
  private next(at: number, way: number): number {
    const x = at % this.width;
    const [dx, dy] = WAYS[way] as readonly [number, number];
    if (x + dx < 0 || x + dx >= this.width) return -1;
    const to = at + (this.steps[way] as number);
    return dy !== 0 && (to < 0 || to >= this.tree.length) ? -1 : to;
  }
  /** What may flow along an edge of the tree, towards the sink. */
  private open(from: number, to: number, way: number, side: number): number {
    return (side === INSIDE ? this.caps[from * 8 + way] : this.caps[to * 8 + (way ^ 1)]) as number;
  }

  /** Takes free neighbours into the tree. Answers with the edge, from inside to outside, where it meets the other one. */
  private grow(at: number): [from: number, way: number] | null {
    const side = this.tree[at] as number;
    for (let way = 0; way < 8; way += 1) {
      const to = this.next(at, way);
      if (to < 0 || this.open(at, to, way, side) <= 0) continue;
      if (this.tree[to] === FREE) {
        this.tree[to] = side;
        this.parent[to] = way ^ 1;
        this.stamp[to] = this.stamp[at] as number;
        this.depth[to] = (this.depth[at] as number) + 1;
        this.activate(to);
      } else if (this.tree[to] !== side) {
        return side === INSIDE ? [at, way] : [to, way ^ 1];
      }
    }
    return null;
  }

  private augment(from: number, way: number): void {
    const to = from + (this.steps[way] as number);
    let flow = this.caps[from * 8 + way] as number;
    flow = Math.min(flow, this.least(from, INSIDE), this.least(to, OUTSIDE));
    this.caps[from * 8 + way] = (this.caps[from * 8 + way] as number) - flow;
    this.caps[to * 8 + (way ^ 1)] = (this.caps[to * 8 + (way ^ 1)] as number) + flow;
    this.push(from, INSIDE, flow);
    this.push(to, OUTSIDE, flow);
  }
  private least(start: number, side: number): number {
    let flow = Infinity;
    let at = start;
    for (let up = this.parent[at] as number; up >= 0; up = this.parent[at] as number) {
      const above = at + (this.steps[up] as number);
      flow = Math.min(flow, this.open(above, at, up ^ 1, side));
      at = above;
    }
    return Math.min(flow, Math.abs(this.ends[at] as number));
  }
  private push(start: number, side: number, flow: number): void {
    let at = start;
    for (let up = this.parent[at] as number; up >= 0; up = this.parent[at] as number) {
      const above = at + (this.steps[up] as number);
      const [less, more] = side === INSIDE ? [above * 8 + (up ^ 1), at * 8 + up] : [at * 8 + up, above * 8 + (up ^ 1)];
      this.caps[less] = Math.max(0, (this.caps[less] as number) - flow);
      this.caps[more] = (this.caps[more] as number) + flow;
      if (this.caps[less] === 0) this.orphan(at);
      at = above;
    }
    const left = Math.abs(this.ends[at] as number) - flow;
    this.ends[at] = left <= 0 ? 0 : side === INSIDE ? left : -left;
    if (this.ends[at] === 0) this.orphan(at);
  }
  private orphan(at: number): void {
    this.parent[at] = ORPHAN;
    this.orphans.push(at);
  }

  private adopt(): void {
    for (let at = this.orphans.pop(); at !== undefined; at = this.orphans.pop()) {
      const side = this.tree[at] as number;
      let best = -1;
      let least = Infinity;
      for (let way = 0; way < 8; way += 1) {
        const to = this.next(at, way);
        if (to < 0 || this.tree[to] !== side || this.open(to, at, way ^ 1, side) <= 0) continue;
        const deep = this.depthOf(to);
        if (deep < least) [best, least] = [way, deep];
      }
      if (best >= 0) {
        this.parent[at] = best;
        this.stamp[at] = this.time;
        this.depth[at] = least + 1;
        continue;
      }
      for (let way = 0; way < 8; way += 1) {
        const to = this.next(at, way);
        if (to < 0 || this.tree[to] !== side) continue;
        if (this.open(to, at, way ^ 1, side) > 0) this.activate(to);
        if (this.parent[to] === (way ^ 1)) this.orphan(to);
      }
      this.tree[at] = FREE;
      this.parent[at] = NONE;
    }
  }

  /** How far a pixel is from its end; infinite where it hangs on an orphan. What was found is marked for those that ask next. */
  private depthOf(start: number): number {
    let far = 0;
    let at = start;
    for (;;) {
      if (this.stamp[at] === this.time && (this.parent[at] as number) !== ORPHAN && (this.parent[at] as number) !== NONE) {
        far += this.depth[at] as number;
        break;
      }
      const up = this.parent[at] as number;
      far += 1;
      if (up === ROOT) {
        this.stamp[at] = this.time;
        this.depth[at] = 1;
        break;
      }
      if (up < 0) return Infinity;
      at += this.steps[up] as number;
    }
    let deep = far;
    for (let on = start; this.stamp[on] !== this.time; on += this.steps[this.parent[on] as number] as number) {
      this.stamp[on] = this.time;
      this.depth[on] = deep;
      deep -= 1;
    }
    return far;
  }
}
