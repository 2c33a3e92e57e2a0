// Draws picture and regions. Paths and masks are made once a shape and kept, so that a frame is only fills and strokes.
import { inkOf } from "./ink";
import { Masks } from "./masks";
import { shapeBounds } from "./shapes";
import { boxesTouch } from "./geometry";
import type { Ink } from "./tool";
import type { Box, Region, Rle, Shape, Size } from "./types";
import { toPicture, type Viewport } from "./viewport";

/** Whatever a browser can draw: the picture itself, or a smaller one made of it. */
export type Drawable = CanvasImageSource;
export type MakeCanvas = (width: number, height: number) => HTMLCanvasElement | OffscreenCanvas;
type Context = CanvasRenderingContext2D;

export type Scene = {
  picture: Drawable | null;
  size: Size;
  regions: readonly Region[];
  selectedId: string | null;
  hidden: boolean;
  view: Viewport;
  screen: Size;
  ratio: number;
};

const SMALL_SIDE = 2048;

export class Renderer {
  private readonly paths = new WeakMap<Shape, Path2D>();
  private readonly masks: Masks;
  private small: { of: Drawable; image: CanvasImageSource; scale: number } | null = null;

  constructor(
    private readonly context: Context,
    private readonly makeCanvas: MakeCanvas,
    private readonly colourOf: (classId: string) => string,
  ) {
    this.masks = new Masks(makeCanvas);
  }

  draw(scene: Scene, overlay: (ink: Ink) => void): void {
    const { context } = this;
    const { view, ratio } = scene;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, scene.screen.width * ratio, scene.screen.height * ratio);
    context.setTransform(view.scale * ratio, 0, 0, view.scale * ratio, view.x * ratio, view.y * ratio);
    this.drawPicture(scene);
    if (!scene.hidden) this.drawRegions(scene);
    overlay(inkOf(context, view));
  }

  private drawPicture({ picture, size, view }: Scene): void {
    if (!picture) return;
    const { context } = this;
    // Far in, one wants to see the pixels; far out, a smaller copy is quicker and does not flicker.
    context.imageSmoothingEnabled = view.scale < 3;
    context.imageSmoothingQuality = "medium";
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

  private drawRegions(scene: Scene): void {
    const { context } = this;
    const [left, top] = toPicture(scene.view, [0, 0]);
    const [right, bottom] = toPicture(scene.view, [scene.screen.width, scene.screen.height]);
    const seen: Box = { x: left, y: top, w: right - left, h: bottom - top };
    for (const region of scene.regions) {
      if (!boxesTouch(shapeBounds(region.shape), seen)) continue;
      const colour = this.colourOf(region.class_id);
      const chosen = region.id === scene.selectedId;
      if (region.shape.kind === "brush") {
        this.drawMask(region.shape.rle, colour, chosen, scene.view, scene.ratio);
        continue;
      }
      const path = this.pathOf(region.shape);
      context.fillStyle = colour;
      context.globalAlpha = chosen ? 0.3 : 0.16;
      context.fill(path);
      context.globalAlpha = 1;
      if (chosen) {
        context.lineWidth = 4.5 / scene.view.scale;
        context.strokeStyle = "#ffffff";
        context.stroke(path);
      }
      context.lineWidth = (chosen ? 2.5 : 1.75) / scene.view.scale;
      context.strokeStyle = colour;
      context.stroke(path);
    }
  }

  private pathOf(shape: Shape): Path2D {
    const known = this.paths.get(shape);
    if (known) return known;
    const path = new Path2D();
    if (shape.kind === "box") path.rect(shape.x, shape.y, shape.w, shape.h);
    if (shape.kind === "polygon") {
      shape.points.forEach(([x, y], index) => (index === 0 ? path.moveTo(x, y) : path.lineTo(x, y)));
      path.closePath();
    }
    this.paths.set(shape, path);
    return path;
  }

  private drawMask(rle: Rle, colour: string, chosen: boolean, view: Viewport, ratio: number): void {
    const mask = this.masks.of(rle, colour, view.scale * ratio);
    if (!mask) return;
    const { context } = this;
    context.imageSmoothingEnabled = false;
    context.globalAlpha = chosen ? 0.62 : 0.45;
    context.drawImage(mask.image, mask.box.x, mask.box.y, mask.box.w, mask.box.h);
    context.globalAlpha = 1;
    if (!chosen) return;
    const { scale } = view;
    context.lineWidth = 1.5 / scale;
    context.strokeStyle = "#ffffff";
    context.setLineDash([6 / scale, 4 / scale]);
    context.strokeRect(mask.box.x, mask.box.y, mask.box.w, mask.box.h);
    context.setLineDash([]);
  }
}
