// Where the picture lies on the screen: screen = picture × scale + offset.
import type { Point, Size } from "./types";

export type Viewport = { readonly scale: number; readonly x: number; readonly y: number };

const LEAST = 0.02;
const MOST = 64;
const MARGIN = 16;

export const toScreen = (view: Viewport, [x, y]: Point): Point => [x * view.scale + view.x, y * view.scale + view.y];
export const toPicture = (view: Viewport, [x, y]: Point): Point => [(x - view.x) / view.scale, (y - view.y) / view.scale];

/** The whole picture in the middle. Small pictures are enlarged at most eightfold. */
export function fit(picture: Size, screen: Size): Viewport {
  const room = { width: Math.max(1, screen.width - 2 * MARGIN), height: Math.max(1, screen.height - 2 * MARGIN) };
  const scale = Math.min(8, room.width / Math.max(1, picture.width), room.height / Math.max(1, picture.height));
  return centred(picture, screen, scale);
}

export function centred(picture: Size, screen: Size, scale: number): Viewport {
  return { scale, x: (screen.width - picture.width * scale) / 2, y: (screen.height - picture.height * scale) / 2 };
}

/** What lies under the pointer stays under it. */
export function zoomAt(view: Viewport, at: Point, factor: number): Viewport {
  const scale = Math.min(MOST, Math.max(LEAST, view.scale * factor));
  const [px, py] = toPicture(view, at);
  return { scale, x: at[0] - px * scale, y: at[1] - py * scale };
}

/** The picture never leaves the screen altogether. */
export function pan(view: Viewport, dx: number, dy: number, picture: Size, screen: Size): Viewport {
  const keep = 40;
  const [w, h] = [picture.width * view.scale, picture.height * view.scale];
  return {
    scale: view.scale,
    x: Math.min(screen.width - keep, Math.max(keep - w, view.x + dx)),
    y: Math.min(screen.height - keep, Math.max(keep - h, view.y + dy)),
  };
}
