// Where the picture lies on the screen: screen = turned and mirrored picture × scale + offset.
import type { Box, Point, Size } from "./types";

export type Viewport = {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
  /** Degrees, clockwise. */
  readonly turn?: number;
  /** Left and right are swapped, before the turn. */
  readonly mirror?: boolean;
};

const LEAST = 0.02;
const MOST = 64;
const MARGIN = 16;

/** What one step right and one step down in the picture are on the screen, without the scale. Quarter turns are exact. */
export function axes({ turn = 0, mirror = false }: Pick<Viewport, "turn" | "mirror">): { right: Point; down: Point } {
  const radians = (turn * Math.PI) / 180;
  const exact = turn % 90 === 0;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)].map((one) => (exact ? Math.round(one) : one)) as Point;
  const way = mirror ? -1 : 1;
  return { right: [cos * way, sin * way], down: [-sin, cos] };
}

export function toScreen(view: Viewport, [px, py]: Point): Point {
  const { right, down } = axes(view);
  return [(px * right[0] + py * down[0]) * view.scale + view.x, (px * right[1] + py * down[1]) * view.scale + view.y];
}
export function toPicture(view: Viewport, [x, y]: Point): Point {
  return turnBack(view, [(x - view.x) / view.scale, (y - view.y) / view.scale]);
}

/** A direction on the screen as one of the picture. */
export function turnBack(view: Pick<Viewport, "turn" | "mirror">, [x, y]: Point): Point {
  // The axes are at right angles and of length one: turning back is asking how far along each.
  const { right, down } = axes(view);
  return [x * right[0] + y * right[1], x * down[0] + y * down[1]];
}

/** The rectangle of the picture that holds all that a rectangle of the screen shows. */
export function seen(view: Viewport, screen: Size, margin = 0): Box {
  const corners = [[-margin, -margin], [screen.width + margin, -margin], [screen.width + margin, screen.height + margin], [-margin, screen.height + margin]] as Point[];
  return around(corners.map((one) => toPicture(view, one)));
}

/** Where the whole picture lies on the screen. */
export function placed(view: Viewport, { width, height }: Size): Box {
  return around(([[0, 0], [width, 0], [width, height], [0, height]] as Point[]).map((one) => toScreen(view, one)));
}

function around(points: readonly Point[]): Box {
  const [xs, ys] = [points.map((one) => one[0]), points.map((one) => one[1])];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y };
}

/** The whole picture in the middle. Small pictures are enlarged at most eightfold. */
export function fit(picture: Size, screen: Size, way: Pick<Viewport, "turn" | "mirror"> = {}): Viewport {
  const room = { width: Math.max(1, screen.width - 2 * MARGIN), height: Math.max(1, screen.height - 2 * MARGIN) };
  const { w, h } = placed({ scale: 1, x: 0, y: 0, ...way }, { width: Math.max(1, picture.width), height: Math.max(1, picture.height) });
  return centred(picture, screen, Math.min(8, room.width / w, room.height / h), way);
}

export function centred(picture: Size, screen: Size, scale: number, way: Pick<Viewport, "turn" | "mirror"> = {}): Viewport {
  return showing({ scale, x: 0, y: 0, ...way }, [picture.width / 2, picture.height / 2], [screen.width / 2, screen.height / 2]);
}

/** The same view, moved so that a place of the picture lies at a place of the screen. */
export function showing(view: Viewport, place: Point, at: Point): Viewport {
  const [x, y] = toScreen({ ...view, x: 0, y: 0 }, place);
  return { ...view, x: at[0] - x, y: at[1] - y };
}

/** What lies under the pointer stays under it. */
export function zoomAt(view: Viewport, at: Point, factor: number): Viewport {
  const scale = Math.min(MOST, Math.max(LEAST, view.scale * factor));
  return showing({ ...view, scale }, toPicture(view, at), at);
}

/** Another turn or mirroring around a place of the screen. */
export function turnAt(view: Viewport, at: Point, way: { turn: number; mirror: boolean }): Viewport {
  return showing({ ...view, turn: ((way.turn % 360) + 360) % 360, mirror: way.mirror }, toPicture(view, at), at);
}

/** The picture never leaves the screen altogether. */
export function pan(view: Viewport, dx: number, dy: number, picture: Size, screen: Size): Viewport {
  const keep = 40;
  const now = placed(view, picture);
  const within = (by: number, start: number, long: number, room: number) => Math.min(room - keep - start, Math.max(keep - start - long, by));
  return { ...view, x: view.x + within(dx, now.x, now.w, screen.width), y: view.y + within(dy, now.y, now.h, screen.height) };
}
