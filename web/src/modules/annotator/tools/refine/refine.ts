import { latest } from "../../assist/latest";
import type { Touch } from "../../assist/types";
import { shapesOfPatch } from "../../combine";
import { boxOf, distance } from "../../geometry";
import { pack, type Patch } from "../../rle";
import type { Bench, Press, Tool, ToolSession } from "../../tool";
import type { Box, Point } from "../../types";

const LEAST_SCREEN = 6;
const TOUCH_SCREEN = 5;
/** Of a stroke, one touch this often. */
const STROKE_SCREEN = 5;

/** A box around a thing becomes its outline. Shift and a stroke: this belongs to it; Alt and a stroke: this does not. */
export const refineTool: Tool = {
  name: "refine",
  key: "q",
  group: "assist",
  cursor: "crosshair",
  pen: "drag",
  begin(bench: Bench): ToolSession {
    let box: Box | null = null;
    let from: Point | null = null;
    let to: Point | null = null;
    let stroke: boolean | null = null;
    let touches: Touch[] = [];
    let found: Patch | null = null;
    const far = (screen: number) => screen / bench.view.scale;
    const { ask, drop } = latest(bench);
    const propose = () => bench.propose(found && shapesOfPatch(found, bench.size, bench.settings.as, pack, bench.settings.smooth));
    const find = () => {
      if (!bench.assist || !box) return;
      ask(bench.assist.refine(box, touches, far(TOUCH_SCREEN)), (patch) => {
        found = patch;
        propose();
        if (!patch) bench.notice("nothing_found");
      });
    };
    const rest = () => {
      from = null;
      to = null;
      stroke = null;
      bench.setMode("idle");
      bench.redraw();
    };
    const reset = () => {
      box = null;
      touches = [];
      found = null;
      drop();
      rest();
    };
    const touch = ({ at }: Press) => {
      const last = touches[touches.length - 1];
      if (stroke !== null && (!last || distance(last.at, at) >= far(STROKE_SCREEN))) touches.push({ at, inside: stroke });
      bench.redraw();
    };
    return {
      down(press) {
        if (!bench.activeClass) return;
        if (box && (press.shift || press.alt)) {
          stroke = press.shift;
          touch(press);
        } else {
          box = null;
          touches = [];
          from = press.at;
          to = press.at;
        }
        bench.setMode("dragging");
      },
      move(press) {
        if (stroke !== null) touch(press);
        else if (from) to = press.at;
        if (from) bench.redraw();
      },
      up() {
        const drawn = from && to ? boxOf(from, to) : null;
        const touched = stroke !== null;
        rest();
        if (drawn && Math.min(drawn.w, drawn.h) >= far(LEAST_SCREEN)) box = drawn;
        if ((drawn && box) || touched) find();
      },
      key(name) {
        if (name !== "escape" || !(box || from)) return false;
        reset();
        return true;
      },
      again: propose,
      settled: reset,
      draw(ink) {
        const shown = from && to ? boxOf(from, to) : box;
        if (shown) {
          const { x, y, w, h } = shown;
          ink.line([[x, y], [x + w, y], [x + w, y + h], [x, y + h]], "#ffffff", { width: 1, closed: true, dashed: true });
        }
        for (const { at, inside } of touches) ink.dot(at, inside ? "#4fbf83" : "#f0717a", 3);
      },
      cancel: reset,
    };
  },
};
