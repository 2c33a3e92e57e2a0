// Where the helpers work: takes the pixels that each needs from the picture and gives back places of it. Knows no worker and no page.
import { cells } from "./cells";
import { readFeatures, type FeatureMap } from "./features";
import { enlarged, pixelAt, wholeBox, type Crop, type Cropper } from "./pixels";
import { refine } from "./refine";
import { same } from "./same";
import { trailFrom } from "./trail";
import { wand } from "./wand";
import type { Cells, Found, Touch, Trail } from "./types";
import type { Patch } from "../rle";
import type { Box, Point, Size } from "../types";

/** So many pixels each helper looks at at most, so that it answers while one waits. */
const WAND = 6_000_000;
const TRAIL = 250_000;
const REFINE = 36_000;
const CELLS = 360_000;
/** Around a box there has to be something of what is outside: this share of its sides, and so many pixels. */
const AROUND = 0.3;
const LEAST_AROUND = 6;

export class Desk {
  private whole: Crop | null = null;
  private features: FeatureMap | null = null;

  constructor(
    private readonly crop: Cropper,
    private readonly size: Size,
  ) {}

  private get all(): Box {
    return { x: 0, y: 0, w: this.size.width, h: this.size.height };
  }

  wand(touches: readonly Touch[], tolerance: number): Patch | null {
    this.whole ??= this.crop(this.all, WAND);
    return enlarged(wand(this.whole, touches, tolerance), this.whole);
  }

  trail(from: Point, reach: number): Trail {
    const crop = this.crop(wholeBox({ x: from[0], y: from[1], w: 0, h: 0 }, this.size, reach), TRAIL);
    return trailFrom(crop, ...pixelAt(crop, from));
  }

  refine(box: Box, touches: readonly Touch[], radius: number): Patch | null {
    const around = Math.max(LEAST_AROUND, AROUND * Math.max(box.w, box.h));
    const [xs, ys] = [touches.map((one) => one.at[0]), touches.map((one) => one.at[1])];
    const [left, top] = [Math.min(box.x, ...xs), Math.min(box.y, ...ys)];
    const all: Box = { x: left, y: top, w: Math.max(box.x + box.w, ...xs) - left, h: Math.max(box.y + box.h, ...ys) - top };
    const crop = this.crop(wholeBox(all, this.size, around), REFINE);
    return enlarged(refine(crop, box, touches, radius), crop);
  }

  cells(box: Box, side: number): Cells {
    const crop = this.crop(wholeBox(box, this.size), CELLS);
    const step = crop.box.w / crop.width;
    const { labels, count } = cells(crop, Math.max(4, side / step));
    return { box: crop.box, step, width: crop.width, height: crop.height, labels, count };
  }

  same(box: Box): Found[] {
    return same(this.crop, this.size, box, this.features);
  }

  /** What the server tells of the places of this picture. */
  describe(map: ArrayBuffer): void {
    this.features = readFeatures(map);
  }
}
