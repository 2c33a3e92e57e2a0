// A picture too large to be held whole: a small one of all of it, and over that the pieces that are seen, as sharp as the screen shows
// them. What went out of sight is let go when others need its room; what is asked for and not seen any more is not waited for.
import { cropSize } from "./assist/pixels";
import type { Part } from "./assist/types";
import type { Drawable, MakeCanvas } from "./canvas";
import { applyLook, isPlain, type Look } from "./look";
import type { Box, Size } from "./types";
import { seen, type Viewport } from "./viewport";

type Context = CanvasRenderingContext2D;

export type TileLevel = { readonly width: number; readonly height: number; readonly columns: number; readonly rows: number; readonly first: number };
export type TileSource = {
  readonly side: number;
  /** From the picture's own size on, each half of the one before. */
  readonly levels: readonly TileLevel[];
  readonly load: (number: number, signal: AbortSignal) => Promise<Drawable>;
};

/** A piece has 512 × 512 pixels of 4 bytes: this many are 128 MB. */
export const MOST_TILES = 128;
/** So many of them may be shown at a time; for more a coarser level does. */
const MOST_SHOWN = 90;
const MOST_LOADING = 6;
/** Longest side of the small picture of all. */
const OVERVIEW = 4096;
/** So many pieces change their colours in a frame. */
const MOST_RECOLOURED = 4;
/** A piece that did not come is asked for again after this. */
const AGAIN_MS = 4000;

type Tile = { readonly number: number; readonly level: number; readonly box: Box };
type Held = { image: Drawable; used: number; looked: { look: Look; image: Drawable } | null };

/** The pieces of a level that touch a rectangle of the picture, the nearest to its middle first. */
export function tilesIn({ side, levels }: Pick<TileSource, "side" | "levels">, level: number, part: Box): Tile[] {
  const found = levels[level];
  if (!found) return [];
  const step = side * 2 ** level;
  const within = (value: number, most: number) => Math.min(most, Math.max(0, value));
  const [left, right] = [within(Math.floor(part.x / step), found.columns), within(Math.ceil((part.x + part.w) / step), found.columns)];
  const [top, bottom] = [within(Math.floor(part.y / step), found.rows), within(Math.ceil((part.y + part.h) / step), found.rows)];
  const [middleX, middleY] = [part.x + part.w / 2, part.y + part.h / 2];
  const tiles: (Tile & { far: number })[] = [];
  for (let row = top; row < bottom; row += 1) {
    for (let column = left; column < right; column += 1) {
      const box = {
        x: column * step, y: row * step,
        w: Math.min(side, found.width - column * side) * 2 ** level, h: Math.min(side, found.height - row * side) * 2 ** level,
      };
      tiles.push({ number: found.first + row * found.columns + column, level, box, far: Math.hypot(box.x + box.w / 2 - middleX, box.y + box.h / 2 - middleY) });
    }
  }
  return tiles.sort((one, other) => one.far - other.far);
}

/** The level whose pixels are about as large as the screen's. `scale`: pixels of the screen for one of the picture. */
export function levelFor(levels: number, scale: number): number {
  return Math.min(levels - 1, Math.max(0, Math.round(Math.log2(1 / scale))));
}

/** The finest level that can be held whole. */
export function overviewLevel({ levels }: Pick<TileSource, "levels">): number {
  const found = levels.findIndex(({ width, height }) => Math.max(width, height) <= OVERVIEW);
  return found < 0 ? levels.length - 1 : found;
}

/** The level whose pixels are about as large as those of a part that is looked at with so many of them at most; null where the small picture of all does. */
export function levelOfPart({ levels }: Pick<TileSource, "levels">, part: Box, most: number): number | null {
  const level = levelFor(levels.length, cropSize(part, most).width / part.w);
  return level < overviewLevel({ levels }) ? level : null;
}

/** The small picture of all; the places of the picture are the same share of its sides. */
export async function overviewOf(source: TileSource, size: Size, makeCanvas: MakeCanvas, signal: AbortSignal): Promise<HTMLCanvasElement | OffscreenCanvas> {
  const level = overviewLevel(source);
  const scale = 2 ** level;
  const canvas = makeCanvas(Math.max(1, Math.round(size.width / scale)), Math.max(1, Math.round(size.height / scale)));
  const context = canvas.getContext("2d") as Context | null;
  const tiles = tilesIn(source, level, { x: 0, y: 0, w: size.width, h: size.height });
  const next = async (): Promise<void> => {
    for (let tile = tiles.pop(); tile; tile = tiles.pop()) {
      const image = await source.load(tile.number, signal);
      const { x, y, w, h } = tile.box;
      context?.drawImage(image, x / scale, y / scale, w / scale, h / scale);
      close(image);
    }
  };
  await Promise.all(Array.from({ length: MOST_LOADING }, next));
  return canvas;
}

export class Tiles {
  private readonly held = new Map<number, Held>();
  private readonly loading = new Map<number, AbortController>();
  private readonly failed = new Map<number, number>();
  private readonly ended = new AbortController();
  private clock = 0;

  constructor(
    private readonly source: TileSource,
    private readonly makeCanvas: MakeCanvas,
    private readonly redraw: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Pieces in memory, and asked for. */
  get counts(): { held: number; loading: number } {
    return { held: this.held.size, loading: this.loading.size };
  }

  private get stopped(): boolean {
    return this.ended.signal.aborted;
  }

  stop(): void {
    this.ended.abort();
    for (const one of this.loading.values()) one.abort();
    this.loading.clear();
    for (const one of this.held.values()) letGo(one);
    this.held.clear();
  }

  /** Over the small picture of all, with the picture's own places. True where another frame is needed. */
  draw(context: Context, view: Viewport, screen: Size, ratio: number, look: Look): boolean {
    if (this.stopped) return false;
    const part = seen(view, screen);
    const coarse = overviewLevel(this.source);
    let level = levelFor(this.source.levels.length, view.scale * ratio);
    while (level < coarse && tilesIn(this.source, level, part).length > MOST_SHOWN) level += 1;
    if (level >= coarse) {
      this.want([]);
      return false;
    }
    const wanted = tilesIn(this.source, level, part);
    this.want(wanted);
    this.clock += 1;
    let recoloured = 0;
    let more = false;
    // A finer or coarser piece that is here is better than the small picture while the right one is on its way.
    const missing = wanted.some(({ number }) => !this.held.has(number));
    const levels = missing ? [...this.source.levels.keys()].slice(0, coarse).filter((one) => one !== level).reverse() : [];
    for (const shown of [...levels, level]) {
      for (const tile of shown === level ? wanted : tilesIn(this.source, shown, part)) {
        const held = this.held.get(tile.number);
        if (!held) continue;
        if (shown === level) held.used = this.clock;
        const stale = !isPlain(look) && held.looked?.look !== look;
        if (stale && recoloured >= MOST_RECOLOURED) {
          more = true;
          continue;
        }
        recoloured += stale ? 1 : 0;
        this.lay(context, tile, this.inLook(held, tile, look), view.scale * ratio);
      }
    }
    return more;
  }

  /** A part for whoever looks at its pixels, so many of them at most; null where the small picture of all is as sharp. Pieces that come for it are kept. */
  async part(part: Box, most: number): Promise<Part | null> {
    const level = levelOfPart(this.source, part, most);
    const own = level === null ? undefined : this.source.levels[level];
    if (level === null || !own || this.stopped) return null;
    const scale = 2 ** level;
    const [left, top] = [Math.floor(part.x / scale), Math.floor(part.y / scale)];
    const [right, bottom] = [Math.min(own.width, Math.ceil((part.x + part.w) / scale)), Math.min(own.height, Math.ceil((part.y + part.h) / scale))];
    const canvas = this.makeCanvas(right - left, bottom - top);
    const context = canvas.getContext("2d") as Context | null;
    if (!context) return null;
    const put = ({ box }: Tile, image: Drawable) => context.drawImage(image, box.x / scale - left, box.y / scale - top);
    // Those that are here are drawn at once: later they may have been let go.
    const missing = tilesIn(this.source, level, part).filter((tile) => {
      const held = this.held.get(tile.number);
      if (!held) return true;
      held.used = this.clock;
      put(tile, held.image);
      return false;
    });
    const next = async (): Promise<void> => {
      for (let tile = missing.shift(); tile; tile = missing.shift()) {
        const image = await this.source.load(tile.number, this.ended.signal);
        if (!this.stopped) put(tile, image);
        this.keep(tile.number, image);
      }
    };
    await Promise.all(Array.from({ length: MOST_LOADING }, next));
    return this.stopped ? null : { image: canvas, box: { x: left * scale, y: top * scale, w: (right - left) * scale, h: (bottom - top) * scale } };
  }

  private lay(context: Context, { box }: Tile, image: Drawable, scale: number): void {
    // A little over the next one, so that no line of the ground is seen between them.
    const over = 0.5 / scale;
    context.drawImage(image, box.x, box.y, box.w + over, box.h + over);
  }

  private inLook(held: Held, { box, level }: Tile, look: Look): Drawable {
    if (isPlain(look)) {
      held.looked = null;
      return held.image;
    }
    if (held.looked?.look === look) return held.looked.image;
    const canvas = this.makeCanvas(Math.max(1, Math.round(box.w / 2 ** level)), Math.max(1, Math.round(box.h / 2 ** level)));
    const context = canvas.getContext("2d", { willReadFrequently: true }) as Context | null;
    if (!context) return held.image;
    context.drawImage(held.image, 0, 0);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
    applyLook(pixels.data, look);
    context.putImageData(pixels, 0, 0);
    held.looked = { look, image: canvas };
    return canvas;
  }

  /** Asks for what is missing, and gives up what is not wanted any more. */
  private want(tiles: readonly Tile[]): void {
    const numbers = new Set(tiles.map((one) => one.number));
    for (const [number, going] of this.loading) {
      if (numbers.has(number)) continue;
      going.abort();
      this.loading.delete(number);
    }
    for (const { number } of tiles) {
      if (this.loading.size >= MOST_LOADING) return;
      const again = this.failed.get(number);
      if (this.held.has(number) || this.loading.has(number) || (again !== undefined && again > this.now())) continue;
      void this.fetch(number);
    }
  }

  private async fetch(number: number): Promise<void> {
    const going = new AbortController();
    this.loading.set(number, going);
    try {
      const image = await this.source.load(number, going.signal);
      if (going.signal.aborted || this.stopped) {
        close(image);
        return;
      }
      this.failed.delete(number);
      this.keep(number, image);
    } catch {
      if (!going.signal.aborted) {
        this.failed.set(number, this.now() + AGAIN_MS);
        setTimeout(() => this.stopped || this.redraw(), AGAIN_MS);
      }
    } finally {
      if (this.loading.get(number) === going) this.loading.delete(number);
      if (!this.stopped) this.redraw();
    }
  }

  private keep(number: number, image: Drawable): void {
    // It may have come on the other way meanwhile.
    if (this.stopped || this.held.has(number)) return close(image);
    this.held.set(number, { image, used: this.clock, looked: null });
    this.makeRoom();
  }

  /** What was not shown for the longest time goes first. */
  private makeRoom(): void {
    if (this.held.size <= MOST_TILES) return;
    const oldest = [...this.held].sort(([, one], [, other]) => one.used - other.used).slice(0, this.held.size - MOST_TILES);
    for (const [number, one] of oldest) {
      letGo(one);
      this.held.delete(number);
    }
  }
}

function close(image: Drawable): void {
  if (typeof ImageBitmap !== "undefined" && image instanceof ImageBitmap) image.close();
}
function letGo({ image }: Held): void {
  close(image);
}
