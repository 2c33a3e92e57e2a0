// Draws single regions. Paths and masks are made once a shape and kept, so that drawing is only fills and strokes.
import { Masks } from "./masks";
import { shapeBounds } from "./shapes";
import type { MakeCanvas } from "./canvas";
import { cornersOf } from "./figures";
import type { Line, Point, Shape } from "./types";

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
export type Look = "plain" | "chosen" | "proposed";

const fills: Record<Look, number> = { plain: 0.16, chosen: 0.3, proposed: 0.35 };
const maskFills: Record<Look, number> = { plain: 0.45, chosen: 0.62, proposed: 0.55 };
/** Smaller than this on the screen, a dot of the colour is all that can be seen. */
const DOT_SCREEN = 2.5;
/** Radius of a single point, in pixels of the page. */
const POINT_SCREEN = 4;

function trace(path: Path2D, points: readonly Point[], closed: boolean): void {
  points.forEach(([x, y], index) => (index === 0 ? path.moveTo(x, y) : path.lineTo(x, y)));
  if (closed) path.closePath();
}

export class Painter {
  private readonly paths = new WeakMap<Shape, Path2D>();
  private readonly masks: Masks;

  constructor(makeCanvas: MakeCanvas) {
    this.masks = new Masks(makeCanvas);
  }

  /** `scale`: pixels of the page for one of the picture; `ratio`: those of the screen for one of the page. */
  draw(context: Context, shape: Shape, colour: string, look: Look, scale: number, ratio: number): void {
    const { x, y, w, h } = shapeBounds(shape);
    if (shape.kind === "points") {
      this.drawPoints(context, shape.points, colour, look, scale);
      return;
    }
    if (look === "plain" && Math.max(w, h) * scale < DOT_SCREEN) {
      context.fillStyle = colour;
      context.fillRect(x, y, Math.max(w, 1 / scale), Math.max(h, 1 / scale));
      return;
    }
    if (shape.kind === "brush") this.drawMask(context, shape, colour, look, scale, ratio);
    else if (shape.kind === "line") this.drawLine(context, shape, colour, look, scale);
    else this.drawPath(context, shape, colour, look, scale);
  }

  private drawPath(context: Context, shape: Shape, colour: string, look: Look, scale: number): void {
    const path = this.pathOf(shape);
    context.fillStyle = colour;
    context.globalAlpha = fills[look];
    context.fill(path);
    context.globalAlpha = 1;
    if (look !== "plain") {
      context.lineWidth = 4.5 / scale;
      context.strokeStyle = "#ffffff";
      context.stroke(path);
    }
    context.lineWidth = (look === "plain" ? 1.75 : 2.5) / scale;
    context.strokeStyle = colour;
    if (look === "proposed") context.setLineDash([7 / scale, 5 / scale]);
    context.stroke(path);
    context.setLineDash([]);
  }

  /** As broad as it is, and its middle as a line. */
  private drawLine(context: Context, shape: Line, colour: string, look: Look, scale: number): void {
    const path = this.pathOf(shape);
    context.lineCap = "round";
    context.lineJoin = "round";
    context.globalAlpha = maskFills[look];
    context.lineWidth = Math.max(shape.width, 1 / scale);
    context.strokeStyle = colour;
    context.stroke(path);
    context.globalAlpha = 1;
    context.lineWidth = (look === "plain" ? 1 : 1.75) / scale;
    context.strokeStyle = look === "plain" ? colour : "#ffffff";
    if (look === "proposed") context.setLineDash([7 / scale, 5 / scale]);
    context.stroke(path);
    context.setLineDash([]);
    context.lineCap = "butt";
    context.lineJoin = "miter";
  }

  private drawPoints(context: Context, points: readonly Point[], colour: string, look: Look, scale: number): void {
    const path = new Path2D();
    const radius = POINT_SCREEN / scale;
    for (const [x, y] of points) {
      path.moveTo(x + radius, y);
      path.arc(x, y, radius, 0, 2 * Math.PI);
    }
    context.fillStyle = colour;
    context.fill(path);
    context.lineWidth = (look === "plain" ? 1 : 2) / scale;
    context.strokeStyle = "#ffffff";
    context.stroke(path);
  }

  private pathOf(shape: Shape): Path2D {
    const known = this.paths.get(shape);
    if (known) return known;
    const path = new Path2D();
    if (shape.kind === "box") path.rect(shape.x, shape.y, shape.w, shape.h);
    if (shape.kind === "ellipse") path.ellipse(shape.cx, shape.cy, shape.rx, shape.ry, (shape.angle * Math.PI) / 180, 0, 2 * Math.PI);
    if (shape.kind === "rotated") trace(path, cornersOf(shape), true);
    if (shape.kind === "line") trace(path, shape.points, false);
    if (shape.kind === "text") trace(path, shape.points, true);
    if (shape.kind === "polygon") trace(path, shape.points, true);
    this.paths.set(shape, path);
    return path;
  }

  private drawMask(context: Context, shape: Shape & { kind: "brush" }, colour: string, look: Look, scale: number, ratio: number): void {
    const mask = this.masks.of(shape.rle, colour, scale * ratio);
    if (!mask) return;
    context.imageSmoothingEnabled = false;
    context.globalAlpha = maskFills[look];
    context.drawImage(mask.image, mask.box.x, mask.box.y, mask.box.w, mask.box.h);
    context.globalAlpha = 1;
    if (look === "plain") return;
    context.lineWidth = 1.5 / scale;
    context.strokeStyle = "#ffffff";
    context.setLineDash([6 / scale, 4 / scale]);
    context.strokeRect(mask.box.x, mask.box.y, mask.box.w, mask.box.h);
    context.setLineDash([]);
  }
}
