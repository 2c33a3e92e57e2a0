// The whole picture, small, with what is seen of it; a press on it goes there.
import type { Annotator } from "./annotator";
import type { Drawable, MakeCanvas } from "./canvas";
import type { Point, Size } from "./types";
import { placed, toPicture } from "./viewport";

export class Minimap {
  private small: { of: Drawable; image: HTMLCanvasElement | OffscreenCanvas } | null = null;
  private readonly end: () => void;

  /** `size`: of the canvas on the page; its pixels are `ratio` times as many. */
  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly annotator: Annotator,
    private readonly makeCanvas: MakeCanvas,
    private readonly size: Size,
    private readonly ratio: number,
  ) {
    this.end = annotator.stage.onFrame(() => this.draw());
    annotator.redraw();
  }

  stop(): void {
    this.end();
  }

  /** The place of the picture under a place of the map goes to the middle of the screen. */
  press([x, y]: Point): void {
    const { scale, left, top } = this.place;
    this.annotator.lookAt([(x - left) / scale, (y - top) / scale]);
  }

  private get place(): { scale: number; left: number; top: number } {
    const { width, height } = this.annotator.stage.camera.picture;
    const scale = Math.min(this.size.width / width, this.size.height / height);
    return { scale, left: (this.size.width - width * scale) / 2, top: (this.size.height - height * scale) / 2 };
  }

  private draw(): void {
    const { context, ratio, size } = this;
    const { shown, camera } = this.annotator.stage;
    // Where all of the picture is seen anyway, the map would only be in the way.
    const all = placed(camera.view, camera.picture);
    const whole = all.x >= 0 && all.y >= 0 && all.x + all.w <= camera.screen.width && all.y + all.h <= camera.screen.height;
    context.canvas.style.visibility = whole ? "hidden" : "visible";
    if (whole) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    if (!shown) return;
    const { scale, left, top } = this.place;
    context.drawImage(this.copyOf(shown), left, top, camera.picture.width * scale, camera.picture.height * scale);
    const { width, height } = camera.screen;
    const corners = ([[0, 0], [width, 0], [width, height], [0, height]] as Point[]).map((one) => toPicture(camera.view, one));
    context.beginPath();
    corners.forEach(([x, y], index) => {
      const at: Point = [left + Math.min(camera.picture.width, Math.max(0, x)) * scale, top + Math.min(camera.picture.height, Math.max(0, y)) * scale];
      if (index === 0) context.moveTo(...at);
      else context.lineTo(...at);
    });
    context.closePath();
    context.lineWidth = 1.5;
    context.strokeStyle = "#52bfd6";
    context.stroke();
  }

  /** Made once a picture: drawing a large one anew each frame would cost more than all else. */
  private copyOf(shown: Drawable): CanvasImageSource {
    if (this.small?.of === shown) return this.small.image;
    const image = this.makeCanvas(Math.round(this.size.width * this.ratio), Math.round(this.size.height * this.ratio));
    const context = image.getContext("2d") as CanvasRenderingContext2D | null;
    if (context) {
      context.imageSmoothingQuality = "high";
      context.drawImage(shown, 0, 0, image.width, image.height);
    }
    this.small = { of: shown, image };
    return image;
  }
}
