// Another picture beside the one that is worked on, seen from the same place: what differs is at the same spot.
import type { Annotator } from "./annotator";
import { setView } from "./layer";
import type { Drawable } from "./canvas";
import { plainLook } from "./look";
import type { Tiles, TileSource } from "./tiles";

export class Twin {
  private readonly end: () => void;
  private picture: Drawable | null = null;
  /** Of a large one: its sharper pieces, and the size that they are of. */
  private pieces: { tiles: Tiles; width: number; height: number } | null = null;

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly annotator: Annotator,
  ) {
    this.end = annotator.stage.onFrame(() => this.draw());
  }

  /** A picture of another size is laid over the same ground. */
  show(picture: Drawable | null, source: TileSource | null = null): void {
    this.picture = picture;
    this.pieces?.tiles.stop();
    const [tiles, own] = [source && this.annotator.tilesOf(source), source?.levels[0]];
    this.pieces = tiles && own ? { tiles, width: own.width, height: own.height } : null;
    this.annotator.followed = picture !== null;
    this.annotator.redraw();
  }
  stop(): void {
    this.annotator.followed = false;
    this.pieces?.tiles.stop();
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
    // The picture beside it may have become one of another size.
    if (this.pieces?.width === size.width && this.pieces.height === size.height) this.pieces.tiles.draw(context, view, screen, ratio, plainLook);
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
