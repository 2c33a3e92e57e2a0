// How the picture is looked at: screen, viewport, and whether the whole picture is to stay in sight.
import { clampPoint, distance } from "./geometry";
import type { Point, Size } from "./types";
import { centred, fit, pan, placed, showing, toPicture, toScreen, turnAt, zoomAt, type Viewport } from "./viewport";

/** So far from the edge of the screen what is followed stays, where the picture lets it. */
const FOLLOW_EDGE = 24;

export class Camera {
  picture: Size = { width: 1, height: 1 };
  screen: Size = { width: 1, height: 1 };
  /** Device pixels for one of the page. */
  ratio = 1;
  view: Viewport = { scale: 1, x: 0, y: 0 };
  private fitted = true;

  private get way(): { turn: number; mirror: boolean } {
    return { turn: this.view.turn ?? 0, mirror: this.view.mirror ?? false };
  }
  private get middle(): Point {
    return [this.screen.width / 2, this.screen.height / 2];
  }

  resize(screen: Size, ratio: number): void {
    this.screen = screen;
    this.ratio = ratio;
    if (this.fitted) this.fit();
  }

  fit(): void {
    this.view = fit(this.picture, this.screen, this.way);
    this.fitted = true;
  }

  oneToOne(): void {
    this.view = centred(this.picture, this.screen, 1 / this.ratio, this.way);
    this.fitted = false;
  }

  zoom(factor: number, at?: Point): void {
    this.view = zoomAt(this.view, at ?? this.middle, factor);
    this.fitted = false;
  }

  /** Another turn or mirroring; what is in the middle stays there. */
  turn(by: number, mirror: boolean): void {
    const { fitted } = this;
    this.view = turnAt(this.view, this.middle, { turn: this.way.turn + by, mirror: this.way.mirror !== mirror });
    if (fitted) this.fit();
  }

  pan(from: Point, to: Point): void {
    this.view = pan(this.view, to[0] - from[0], to[1] - from[1], this.picture, this.screen);
    this.fitted = false;
  }

  /** Two fingers that moved: what lay between them still does, as large as they are apart. */
  pinch(from: readonly [Point, Point], to: readonly [Point, Point]): void {
    const middle = ([a, b]: readonly [Point, Point]): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    const [before, after] = [middle(from), middle(to)];
    this.zoom(distance(...to) / Math.max(1, distance(...from)), before);
    this.pan(before, after);
  }

  /** A place of the picture comes to the middle of the screen. */
  look(at: Point): void {
    const to = showing(this.view, at, this.middle);
    this.pan([this.view.x, this.view.y], [to.x, to.y]);
  }

  /** Moves the picture as far as it takes to see a place of it, but shows no more of what is beside the picture. */
  follow(at: Point): void {
    const [x, y] = toScreen(this.view, at);
    const by = (place: number, start: number, long: number, room: number): number => {
      const edge = Math.min(FOLLOW_EDGE, room / 4);
      if (place < edge) return Math.min(edge - place, Math.max(0, -start));
      return -Math.min(Math.max(0, place - (room - edge)), Math.max(0, start + long - room));
    };
    const now = placed(this.view, this.picture);
    const dx = by(x, now.x, now.w, this.screen.width);
    const dy = by(y, now.y, now.h, this.screen.height);
    if (dx !== 0 || dy !== 0) this.pan([x, y], [x + dx, y + dy]);
  }

  /** The picture's pixel under a place of the screen, kept within it. */
  inPicture(at: Point): Point {
    return clampPoint(toPicture(this.view, at), this.picture);
  }
}
