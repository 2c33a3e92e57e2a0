// How the picture is looked at: screen, viewport, and whether the whole picture is to stay in sight.
import { clampPoint } from "./geometry";
import type { Point, Size } from "./types";
import { centred, fit, pan, toPicture, toScreen, zoomAt, type Viewport } from "./viewport";

/** So far from the edge of the screen what is followed stays, where the picture lets it. */
const FOLLOW_EDGE = 24;

export class Camera {
  picture: Size = { width: 1, height: 1 };
  screen: Size = { width: 1, height: 1 };
  /** Device pixels for one of the page. */
  ratio = 1;
  view: Viewport = { scale: 1, x: 0, y: 0 };
  private fitted = true;

  resize(screen: Size, ratio: number): void {
    this.screen = screen;
    this.ratio = ratio;
    if (this.fitted) this.fit();
  }

  fit(): void {
    this.view = fit(this.picture, this.screen);
    this.fitted = true;
  }

  oneToOne(): void {
    this.view = centred(this.picture, this.screen, 1 / this.ratio);
    this.fitted = false;
  }

  zoom(factor: number, at?: Point): void {
    this.view = zoomAt(this.view, at ?? [this.screen.width / 2, this.screen.height / 2], factor);
    this.fitted = false;
  }

  pan(from: Point, to: Point): void {
    this.view = pan(this.view, to[0] - from[0], to[1] - from[1], this.picture, this.screen);
    this.fitted = false;
  }

  /** Moves the picture as far as it takes to see a place of it, but shows no more of what is beside the picture. */
  follow(at: Point): void {
    const [x, y] = toScreen(this.view, at);
    const by = (place: number, start: number, long: number, room: number): number => {
      const edge = Math.min(FOLLOW_EDGE, room / 4);
      if (place < edge) return Math.min(edge - place, Math.max(0, -start));
      return -Math.min(Math.max(0, place - (room - edge)), Math.max(0, start + long - room));
    };
    const { scale } = this.view;
    const dx = by(x, this.view.x, this.picture.width * scale, this.screen.width);
    const dy = by(y, this.view.y, this.picture.height * scale, this.screen.height);
    if (dx !== 0 || dy !== 0) this.pan([x, y], [x + dx, y + dy]);
  }

  /** The picture's pixel under a place of the screen, kept within it. */
  inPicture(at: Point): Point {
    return clampPoint(toPicture(this.view, at), this.picture);
  }
}
