// Another picture beside the one that is worked on, seen from the same place: what differs is at the same spot.
import type { Annotator } from "./annotator";
import { setView } from "./layer";
import type { Drawable } from "./canvas";

export class Twin {
  private readonly end: () => void;
  private picture: Drawable | null = null;

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly annotator: Annotator,
  ) {
    this.end = annotator.stage.onFrame(() => this.draw());
  }

  /** A picture of another size is laid over the same ground. */
  show(picture: Drawable | null): void {
    this.picture = picture;
    this.annotator.followed = picture !== null;
    this.annotator.redraw();
  }
  stop(): void {
    this.annotator.followed = false;
    this.end();
  }

  private draw(): void {
    const { context, picture } = this;
    const { view, ratio, screen, picture: size } = this.annotator.stage.camera;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, screen.width * ratio, screen.height * ratio);
    if (!picture) return;
    setView(context, view, ratio);
    context.imageSmoothingEnabled = view.scale < 3;
    context.drawImage(picture, 0, 0, size.width, size.height);
    const at = this.annotator.pointerAt;
    if (!at) return;
    const arm = 9 / view.scale;
    for (const [colour, width] of [["#000000aa", 3], ["#ffffff", 1.25]] as const) {
      context.beginPath();
      context.moveTo(at[0] - arm, at[1]);
      context.lineTo(at[0] + arm, at[1]);
      context.moveTo(at[0], at[1] - arm);
      context.lineTo(at[0], at[1] + arm);
      context.strokeStyle = colour;
      context.lineWidth = width / view.scale;
      context.stroke();
    }
  }
}
