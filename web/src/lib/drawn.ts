// Places that are drawn on a picture, in its pixels.
export type Point = [number, number];
export type Box = [x: number, y: number, w: number, h: number];

export const corners = ([x, y, w, h]: Box): Point[] => [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];

/** The box between two corners, within the picture; null where it is too small to be meant. */
export function dragged(from: Point, to: Point, width: number, height: number, least = 3): Box | null {
  const clip = (v: number, most: number) => Math.min(Math.max(v, 0), most);
  const [x1, y1, x2, y2] = [clip(from[0], width), clip(from[1], height), clip(to[0], width), clip(to[1], height)];
  const box: Box = [Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1)];
  return box[2] < least || box[3] < least ? null : (box.map(Math.round) as Box);
}
