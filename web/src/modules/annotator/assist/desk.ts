// Where the helpers work: takes the pixels that each needs from the picture and gives back places of it. Knows no worker and no page.
import { cells } from "./cells";
import { readFeatures, type FeatureMap } from "./features";
import { enlarged, pixelAt, wholeBox, type Crop, type Cropper } from "./pixels";
import { refine } from "./refine";
import { same } from "./same";
import { trailFrom } from "./trail";
import { wand } from "./wand";
import { most, refineWindow, trailWindow } from "./windows";
import type { Cells, Found, Touch, Trail } from "./types";
import type { Patch } from "../rle";
import type { Box, Point, Size } from "../types";

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

  /** `window`: nothing outside of it is looked at; null: all of the picture is. */
  wand(touches: readonly Touch[], tolerance: number, window: Box | null = null): Patch | null {
    const crop = window ? this.crop(window, most.wand) : (this.whole ??= this.crop(this.all, most.wand));
    return enlarged(wand(crop, touches, tolerance), crop);
  }

  trail(from: Point, reach: number): Trail {
    const crop = this.crop(trailWindow(from, reach, this.size), most.trail);
    return trailFrom(crop, ...pixelAt(crop, from));
  }

  refine(box: Box, touches: readonly Touch[], radius: number): Patch | null {
    const crop = this.crop(refineWindow(box, touches, this.size), most.refine);
    return enlarged(refine(crop, box, touches, radius), crop);
  }

  cells(box: Box, side: number): Cells {
    const crop = this.crop(wholeBox(box, this.size), most.cells);
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
