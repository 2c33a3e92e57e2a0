// Boxes as models tell them and people mark them: left, top, width, height in pixels of the picture.
export type Bounds = readonly number[];

/** What is drawn over a picture. */
export type OverlayBox = { bbox: Bounds; colour: string; dashed?: boolean; text?: string };

/** Whether an outline is the upright box around it: then it was told as a box. */
export function isBox(region: { bbox: Bounds; polygon: readonly (readonly number[])[] }): boolean {
  const [x = 0, y = 0, w = 0, h = 0] = region.bbox;
  if (region.polygon.length !== 4) return false;
  const near = (a: number, b: number) => Math.abs(a - b) <= 0.01 + 1e-5 * Math.abs(b);
  const corners = [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
  return corners.every(([cx = 0, cy = 0]) => region.polygon.some(([px = NaN, py = NaN]) => near(px, cx) && near(py, cy)));
}

/** How much two boxes have in common of what both cover. */
export function overlap(a: Bounds, b: Bounds): number {
  const [ax = 0, ay = 0, aw = 0, ah = 0] = a;
  const [bx = 0, by = 0, bw = 0, bh = 0] = b;
  const w = Math.min(ax + aw, bx + bw) - Math.max(ax, bx);
  const h = Math.min(ay + ah, by + bh) - Math.max(ay, by);
  const both = Math.max(0, w) * Math.max(0, h);
  const all = Math.max(0, aw) * Math.max(0, ah) + Math.max(0, bw) * Math.max(0, bh) - both;
  return all > 0 ? both / all : 0;
}
