// Lines over the picture that help the eye: the grid, the edges of pixels far in, a cross through the pointer, where a point snaps.
import type { Settings } from "./settings";
import type { Snapped } from "./snap";
import type { Ink } from "./tool";
import type { Box, Point, Size } from "./types";
import { seen, type Viewport } from "./viewport";

/** Lines nearer to each other on the screen than this would hide the picture. */
const LEAST_STEP_SCREEN = 7;
/** So large on the screen, pixels get edges. */
const PIXEL_SCREEN = 12;

export type GuideScene = { size: Size; view: Viewport; screen: Size; settings: Settings; pointer: Point | null; snapped: Snapped | null };

export function drawGuides(ink: Ink, { size, view, screen, settings, pointer, snapped }: GuideScene): void {
  const all = seen(view, screen);
  const part: Box = {
    x: Math.max(0, all.x), y: Math.max(0, all.y),
    w: Math.min(size.width, all.x + all.w) - Math.max(0, all.x), h: Math.min(size.height, all.y + all.h) - Math.max(0, all.y),
  };
  if (view.scale >= PIXEL_SCREEN) ink.grid(part, 1, "#80808050");
  if (settings.grid) {
    let step = settings.gridStep;
    while (step * view.scale < LEAST_STEP_SCREEN) step *= 2;
    ink.grid(part, step, "#7fd7ff66");
  }
  if (pointer && settings.crosshair) {
    ink.hair([[pointer[0], 0], [pointer[0], size.height]]);
    ink.hair([[0, pointer[1]], [size.width, pointer[1]]]);
  }
  if (snapped && snapped.to !== "grid") ink.ring(snapped.at, "#ffd54a", 6 / view.scale);
}
