// The pen that the arrow keys lead over the picture, for drawing without a mouse.
import { clampPoint } from "./geometry";
import type { Ink } from "./tool";
import type { Point, Size } from "./types";

/** Pixels of the screen for one press of an arrow; with the shift key many. Who zooms in gets finer steps. */
const STEP_SCREEN = 5;
const LEAP_SCREEN = 40;
const ARM_SCREEN = 14;

const ways: Record<string, Point> = { arrowleft: [-1, 0], arrowright: [1, 0], arrowup: [0, -1], arrowdown: [0, 1] };

export class Pen {
  /** In pixels of the picture; null while the mouse leads. */
  at: Point | null = null;
  /** It draws from press to press. */
  down = false;

  /** Where an arrow leads it; null for any other key. It begins where it is shown first, and the first key only shows it. */
  lead(name: string, from: Point, scale: number, size: Size, turned: (way: Point) => Point = (way) => way): Point | null {
    const pressed = ways[name.replace("shift+", "")];
    if (!pressed) return null;
    const way = turned(pressed);
    if (!this.at) {
      this.at = from;
      return this.at;
    }
    const far = (name.startsWith("shift+") ? LEAP_SCREEN : STEP_SCREEN) / scale;
    this.at = clampPoint([this.at[0] + way[0] * far, this.at[1] + way[1] * far], size);
    return this.at;
  }

  lift(): void {
    this.down = false;
  }

  drop(): void {
    this.at = null;
    this.down = false;
  }

  draw(ink: Ink, scale: number): void {
    if (!this.at) return;
    const [x, y] = this.at;
    const [arm, gap] = [ARM_SCREEN / scale, ARM_SCREEN / 3 / scale];
    for (const [dx, dy] of Object.values(ways)) {
      ink.line([[x + dx * gap, y + dy * gap], [x + dx * arm, y + dy * arm]], this.down ? "#ffd54a" : "#ffffff", { width: 1.5 });
    }
  }
}
