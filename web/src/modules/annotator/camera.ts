// How the picture is looked at: screen, viewport, and whether the whole picture is to stay in sight.
import { clampPoint } from "./geometry";
import type { Point, Size } from "./types";
import { centred, fit, pan, toPicture, zoomAt, type Viewport } from "./viewport";

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

  /** The picture's pixel under a place of the screen, kept within it. */
  inPicture(at: Point): Point {
    return clampPoint(toPicture(this.view, at), this.picture);
  }
}
