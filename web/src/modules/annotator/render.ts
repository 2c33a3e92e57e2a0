// Draws a frame: the picture, the sheet with its regions, what is chosen and what is proposed above it.
import type { Drawable, MakeCanvas } from "./canvas";
import { inkOf } from "./ink";
import { Layer, setView } from "./layer";
import type { Look } from "./look";
import { Painter } from "./painter";
import type { Tiles } from "./tiles";
import type { Ink } from "./tool";
import type { Region, Shape, Size } from "./types";
import type { Viewport } from "./viewport";

type Context = CanvasRenderingContext2D;

export type Scene = {
  picture: Drawable | null;
  /** Lie over the picture; null where it is whole. */
  tiles: Tiles | null;
  look: Look;
  size: Size;
  regions: readonly Region[];
  chosen: readonly Region[];
  chosenIds: ReadonlySet<string>;
  hiddenIds: ReadonlySet<string>;
  hidden: boolean;
  /** Dashed like what is proposed, each in a colour of its own. */
  hints: readonly { shape: Shape; colour: string }[];
  proposed: readonly Shape[];
  proposedColour: string;
  view: Viewport;
  screen: Size;
  ratio: number;
};

const SMALL_SIDE = 2048;
/** More than this are drawn as chosen on the sheet, and not above it. */
const MOST_ABOVE = 60;
const none: ReadonlySet<string> = new Set();

export class Renderer {
  private readonly painter: Painter;
  private readonly layer: Layer;
  private small: { of: Drawable; image: CanvasImageSource; scale: number } | null = null;
  private colours = 0;

  constructor(
    private readonly context: Context,
    private readonly makeCanvas: MakeCanvas,
    private readonly colourOf: (classId: string) => string,
  ) {
    this.painter = new Painter(makeCanvas);
    this.layer = new Layer(this.painter, makeCanvas, colourOf);
  }

  /** Another picture, or other colours. */
  forget(what: "picture" | "colours"): void {
    if (what === "picture") this.layer.clear();
    else this.colours += 1;
  }

  /** True where another frame is needed to draw all of it. */
  draw(scene: Scene, overlay: (ink: Ink) => void): boolean {
    const { context } = this;
    const { view, ratio, screen, hiddenIds: hidden, regions } = scene;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, screen.width * ratio, screen.height * ratio);
    setView(context, view, ratio);
    this.drawPicture(scene);
    let more = scene.tiles?.draw(context, view, screen, ratio, scene.look) ?? false;
    if (!scene.hidden) {
      const many = scene.chosen.length > MOST_ABOVE;
      more = this.layer.draw(context, { regions, hidden, chosen: many ? scene.chosenIds : none, colours: this.colours, view, screen, ratio }) || more;
      setView(context, view, ratio);
      if (!many) for (const one of scene.chosen) if (!hidden.has(one.id)) this.painter.draw(context, one.shape, this.colourOf(one.class_id), "chosen", view.scale, ratio);
    }
    if (!scene.hidden) for (const { shape, colour } of scene.hints) this.painter.draw(context, shape, colour, "proposed", view.scale, ratio);
    for (const shape of scene.proposed) this.painter.draw(context, shape, scene.proposedColour, "proposed", view.scale, ratio);
    overlay(inkOf(context, view));
    return more;
  }

  private drawPicture({ picture, size, view }: Scene): void {
    if (!picture) return;
    const { context } = this;
    // Far in, one wants to see the pixels; far out, a smaller copy is quicker and does not flicker.
    context.imageSmoothingEnabled = view.scale < 3;
    // Nothing is left out of what is shown about as large as it is: there the better way would only cost time.
    context.imageSmoothingQuality = view.scale >= 0.75 ? "low" : "medium";
    const small = view.scale < 0.5 ? this.smaller(picture, size) : null;
    if (small && view.scale <= small.scale) context.drawImage(small.image, 0, 0, size.width, size.height);
    else context.drawImage(picture, 0, 0, size.width, size.height);
  }

  private smaller(picture: Drawable, size: Size): { image: CanvasImageSource; scale: number } | null {
    const scale = SMALL_SIDE / Math.max(size.width, size.height);
    if (scale >= 0.75) return null;
    if (this.small?.of !== picture) {
      const canvas = this.makeCanvas(Math.round(size.width * scale), Math.round(size.height * scale));
      const context = canvas.getContext("2d") as Context | null;
      if (!context) return null;
      context.imageSmoothingQuality = "high";
      context.drawImage(picture, 0, 0, canvas.width, canvas.height);
      this.small = { of: picture, image: canvas, scale };
    }
    return this.small;
  }
}
