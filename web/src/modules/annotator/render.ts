// Draws picture and regions. Paths and masks are made once a shape and kept, so that a frame is only fills and strokes.
import { unpack } from "./rle";
import { shapeBounds } from "./shapes";
import { boxesTouch } from "./geometry";
import type { Ink } from "./tool";
import type { Box, Point, Region, Rle, Shape, Size } from "./types";
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
  private readonly masks = new WeakMap<Rle, Map<string, { image: CanvasImageSource; box: Box }>>();
  private small: { of: Drawable; image: CanvasImageSource; scale: number } | null = null;

  constructor(
    private readonly context: Context,
    private readonly makeCanvas: MakeCanvas,
    private readonly colourOf: (classId: string) => string,
  ) {}

  draw(scene: Scene, overlay: (ink: Ink) => void): void {
    const { context } = this;
    const { view, ratio } = scene;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, scene.screen.width * ratio, scene.screen.height * ratio);
    context.setTransform(view.scale * ratio, 0, 0, view.scale * ratio, view.x * ratio, view.y * ratio);
    this.drawPicture(scene);
    if (!scene.hidden) this.drawRegions(scene);
    overlay(this.ink(view));
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
        this.drawMask(region.shape.rle, colour, chosen, scene.view.scale);
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

  private drawMask(rle: Rle, colour: string, chosen: boolean, scale: number): void {
    const mask = this.maskOf(rle, colour);
    if (!mask) return;
    const { context } = this;
    context.imageSmoothingEnabled = false;
    context.globalAlpha = chosen ? 0.62 : 0.45;
    context.drawImage(mask.image, mask.box.x, mask.box.y, mask.box.w, mask.box.h);
    context.globalAlpha = 1;
    if (!chosen) return;
    context.lineWidth = 1.5 / scale;
    context.strokeStyle = "#ffffff";
    context.setLineDash([6 / scale, 4 / scale]);
    context.strokeRect(mask.box.x, mask.box.y, mask.box.w, mask.box.h);
    context.setLineDash([]);
  }

  private maskOf(rle: Rle, colour: string): { image: CanvasImageSource; box: Box } | null {
    const byColour = this.masks.get(rle) ?? new Map<string, { image: CanvasImageSource; box: Box }>();
    const known = byColour.get(colour);
    if (known) return known;
    const box = shapeBounds({ kind: "brush", rle });
    if (box.w === 0 || box.h === 0) return null;
    const canvas = this.makeCanvas(box.w, box.h);
    const context = canvas.getContext("2d") as Context | null;
    if (!context) return null;
    const image = context.createImageData(box.w, box.h);
    const value = Number.parseInt(colour.slice(1), 16);
    const patch = unpack(rle, box);
    const pixels = new Uint32Array(image.data.buffer);
    // Little-endian RGBA; every machine that runs a browser is.
    const ink = (0xff000000 | ((value & 255) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
    patch.data.forEach((one, index) => {
      if (one) pixels[index] = ink;
    });
    context.putImageData(image, 0, 0);
    const made = { image: canvas as CanvasImageSource, box };
    byColour.set(colour, made);
    this.masks.set(rle, byColour);
    return made;
  }

  private ink(view: Viewport): Ink {
    const { context } = this;
    const px = 1 / view.scale;
    const trace = (points: readonly Point[], closed: boolean) => {
      context.beginPath();
      points.forEach(([x, y], index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
      if (closed) context.closePath();
    };
    return {
      line(points, colour, { width = 2, closed = false, dashed = false } = {}) {
        trace(points, closed);
        context.setLineDash(dashed ? [5 * px, 4 * px] : []);
        context.lineJoin = "round";
        context.strokeStyle = "#000000aa";
        context.lineWidth = (width + 2) * px;
        context.stroke();
        context.strokeStyle = colour;
        context.lineWidth = width * px;
        context.stroke();
        context.setLineDash([]);
      },
      box(box, colour) {
        context.globalAlpha = 0.18;
        context.fillStyle = colour;
        context.fillRect(box.x, box.y, box.w, box.h);
        context.globalAlpha = 1;
        context.strokeStyle = colour;
        context.lineWidth = 2 * px;
        context.strokeRect(box.x, box.y, box.w, box.h);
      },
      dot([x, y], colour, radius = 4) {
        context.beginPath();
        context.arc(x, y, radius * px, 0, 2 * Math.PI);
        context.fillStyle = "#ffffff";
        context.fill();
        context.lineWidth = 2 * px;
        context.strokeStyle = colour;
        context.stroke();
      },
      ring([x, y], colour, radius) {
        context.beginPath();
        context.arc(x, y, radius, 0, 2 * Math.PI);
        context.lineWidth = 3 * px;
        context.strokeStyle = "#000000aa";
        context.stroke();
        context.lineWidth = 1.5 * px;
        context.strokeStyle = colour;
        context.stroke();
      },
      stroke(points, colour, radius) {
        context.globalAlpha = 0.5;
        context.lineCap = "round";
        context.lineJoin = "round";
        context.strokeStyle = colour;
        context.fillStyle = colour;
        context.lineWidth = 2 * radius;
        const first = points[0];
        if (points.length === 1 && first) {
          context.beginPath();
          context.arc(first[0], first[1], radius, 0, 2 * Math.PI);
          context.fill();
        } else {
          trace(points, false);
          context.stroke();
        }
        context.globalAlpha = 1;
        context.lineCap = "butt";
      },
    };
  }
}
