// All regions on a sheet of their own, a little larger than the screen: while the picture is moved, a frame only lays the sheet elsewhere.
// A sheet that fits no more is drawn anew a few milliseconds a frame; what is edited is mended in its place.
import type { Painter } from "./painter";
import { touching } from "./places";
import { shapeBounds } from "./shapes";
import type { MakeCanvas } from "./canvas";
import type { Box, Region, Size } from "./types";
import { axes, placed, seen, type Viewport } from "./viewport";

type Context = CanvasRenderingContext2D;
/** What is drawn on a sheet. `chosen`: those that are drawn as chosen here, because they are too many to be drawn above it. */
export type Content = {
  readonly regions: readonly Region[];
  readonly hidden: ReadonlySet<string>;
  readonly chosen: ReadonlySet<string>;
  /** Another number for other colours. */
  readonly colours: number;
};
export type Frame = Content & { readonly view: Viewport; readonly screen: Size; readonly ratio: number };
type Sheet = Frame & { canvas: HTMLCanvasElement | OffscreenCanvas; context: Context };
type Work = { sheet: Sheet; order: readonly number[]; next: number };

/** So much larger than the screen on each side, in pixels of the page. */
const MARGIN = 200;
/** With so little of it left, a new sheet is begun. */
const LEAST_LEFT = 60;
const BUDGET_MS = 7;
/** More changes than this are not mended one by one. */
const MOST_MENDED = 64;
const MOST_TOUCHED = 1200;
/** Around a region, in pixels of the page, that its lines reach. */
const LINES = 8;

export function setView(context: Context, view: Viewport, ratio: number): void {
  const { right, down } = axes(view);
  const k = view.scale * ratio;
  context.setTransform(right[0] * k, right[1] * k, down[0] * k, down[1] * k, view.x * ratio, view.y * ratio);
}

export class Layer {
  private front: Sheet | null = null;
  private work: Work | null = null;

  constructor(
    private readonly painter: Painter,
    private readonly makeCanvas: MakeCanvas,
    private readonly colourOf: (classId: string) => string,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Another picture: nothing of the old one may be seen. */
  clear(): void {
    this.front = null;
    this.work = null;
  }

  /** Lays the regions on the context. True while there is more to draw in the next frame. */
  draw(context: Context, frame: Frame): boolean {
    if (this.front && !sameWay(this.front, frame)) this.front = null;
    if (this.work && !sameWay(this.work.sheet, frame)) this.work = null;
    if (frame.regions.length === 0) this.clear();
    if (this.front) this.mend(this.front, frame);
    if (frame.regions.length > 0 && !this.fits(frame)) {
      this.work ??= this.begin(frame);
      this.goOn(frame);
    }
    const shown = this.front ?? this.work?.sheet;
    if (shown) lay(context, shown, frame);
    return this.work !== null || (frame.regions.length > 0 && !this.fits(frame));
  }

  private fits(frame: Frame): boolean {
    const { front } = this;
    if (!front || !sameContent(front, frame) || front.view.scale !== frame.view.scale) return false;
    const left = MARGIN - LEAST_LEFT;
    return Math.abs(front.view.x - frame.view.x) <= left && Math.abs(front.view.y - frame.view.y) <= left;
  }

  private begin(frame: Frame): Work | null {
    const { screen, ratio } = frame;
    const canvas = this.makeCanvas(Math.ceil((screen.width + 2 * MARGIN) * ratio), Math.ceil((screen.height + 2 * MARGIN) * ratio));
    const context = canvas.getContext("2d") as Context | null;
    if (!context) return null;
    const { regions, hidden, chosen, colours, view } = frame;
    const order = touching(regions, grown(seen(view, screen, MARGIN), LINES / view.scale));
    return { sheet: { regions, hidden, chosen, colours, view, screen, ratio, canvas, context }, order, next: 0 };
  }

  /** What was begun is finished, also when the picture was moved on meanwhile: so there is always something new to see. */
  private goOn(frame: Frame): void {
    const { work } = this;
    if (!work) return;
    const { sheet } = work;
    const until = this.now() + BUDGET_MS;
    setView(sheet.context, onSheet(sheet.view), sheet.ratio);
    while (work.next < work.order.length) {
      this.paint(sheet, work.order[work.next] as number);
      work.next += 1;
      if (work.next % 16 === 0 && this.now() > until) return;
    }
    this.front = sheet;
    this.work = null;
    this.mend(sheet, frame);
  }

  private paint(sheet: Sheet, index: number): void {
    const region = sheet.regions[index];
    if (!region || sheet.hidden.has(region.id)) return;
    this.painter.draw(sheet.context, region.shape, this.colourOf(region.class_id), sheet.chosen.has(region.id) ? "chosen" : "plain", sheet.view.scale, sheet.ratio);
  }

  /** Draws anew only where something changed; leaves the sheet alone where that is much. */
  private mend(sheet: Sheet, frame: Frame): void {
    if (sheet.regions === frame.regions || sheet.hidden !== frame.hidden || sheet.chosen !== frame.chosen || sheet.colours !== frame.colours) return;
    const changed = changes(sheet.regions, frame.regions);
    if (!changed) return;
    const { view, ratio, context } = sheet;
    const way = onSheet(view);
    const dirty = changed.map((region) => {
      const { x, y, w, h } = shapeBounds(region.shape);
      const at = placed({ ...way, ...shifted(way, x, y) }, { width: w, height: h });
      return wholePixels(grown(at, LINES), ratio);
    });
    const work = dirty.map((box) => touching(frame.regions, grown(seen({ ...way, x: way.x - box.x / ratio, y: way.y - box.y / ratio }, { width: box.w / ratio, height: box.h / ratio }), LINES / view.scale)));
    if (work.reduce((sum, one) => sum + one.length, 0) > MOST_TOUCHED) return;
    Object.assign(sheet, { regions: frame.regions });
    dirty.forEach((box, index) => {
      context.save();
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(box.x, box.y, box.w, box.h);
      context.beginPath();
      context.rect(box.x, box.y, box.w, box.h);
      context.clip();
      setView(context, way, ratio);
      for (const one of work[index] ?? []) this.paint(sheet, one);
      context.restore();
    });
  }
}

const onSheet = (view: Viewport): Viewport => ({ ...view, x: view.x + MARGIN, y: view.y + MARGIN });
/** The origin of the picture moved to a place of it. */
const shifted = (view: Viewport, x: number, y: number): { x: number; y: number } => {
  const { right, down } = axes(view);
  return { x: view.x + (x * right[0] + y * down[0]) * view.scale, y: view.y + (x * right[1] + y * down[1]) * view.scale };
};
const grown = ({ x, y, w, h }: Box, by: number): Box => ({ x: x - by, y: y - by, w: w + 2 * by, h: h + 2 * by });
function wholePixels({ x, y, w, h }: Box, ratio: number): Box {
  const [left, top] = [Math.floor(x * ratio), Math.floor(y * ratio)];
  return { x: left, y: top, w: Math.ceil((x + w) * ratio) - left, h: Math.ceil((y + h) * ratio) - top };
}

const sameWay = (one: Frame, other: Frame): boolean =>
  (one.view.turn ?? 0) === (other.view.turn ?? 0) && (one.view.mirror ?? false) === (other.view.mirror ?? false) &&
  one.ratio === other.ratio && one.screen.width === other.screen.width && one.screen.height === other.screen.height;
const sameContent = (one: Content, other: Content): boolean =>
  one.regions === other.regions && one.hidden === other.hidden && one.chosen === other.chosen && one.colours === other.colours;

function lay(context: Context, sheet: Sheet, { view, ratio }: Frame): void {
  const k = view.scale / sheet.view.scale;
  const [x, y] = [view.x * ratio - k * (sheet.view.x + MARGIN) * ratio, view.y * ratio - k * (sheet.view.y + MARGIN) * ratio];
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.imageSmoothingEnabled = k !== 1;
  context.imageSmoothingQuality = "low";
  if (k === 1) context.drawImage(sheet.canvas, Math.round(x), Math.round(y));
  else context.drawImage(sheet.canvas, x, y, sheet.canvas.width * k, sheet.canvas.height * k);
}

/** Regions that came, went or became others; null where that is too many, or their order changed. */
export function changes(before: readonly Region[], after: readonly Region[]): Region[] | null {
  const found: Region[] = [];
  if (before.length === after.length) {
    for (let index = 0; index < before.length; index += 1) {
      const [one, two] = [before[index] as Region, after[index] as Region];
      if (one === two) continue;
      if (one.id !== two.id || found.length >= 2 * MOST_MENDED) return null;
      found.push(one, two);
    }
    return found;
  }
  // Of two lists that differ by what came or went in one place, the ends are the same.
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  found.push(...before.slice(start, before.length - end), ...after.slice(start, after.length - end));
  return found.length <= 2 * MOST_MENDED ? found : null;
}
