import { boxOf, round } from "../../geometry";
import type { Bench, Tool, ToolSession } from "../../tool";
import type { Box, Point } from "../../types";

/** Anything thinner on the screen was a slip of the hand. */
const LEAST_SCREEN = 4;

export const boxTool: Tool = {
  name: "box",
  key: "b",
  group: "hand",
  cursor: "crosshair",
  pen: "drag",
  begin(bench: Bench): ToolSession {
    let from: Point | null = null;
    let to: Point | null = null;
    const drawn = (): Box | null => (from && to ? boxOf(from, to) : null);
    const reset = () => {
      from = null;
      to = null;
      bench.setMode("idle");
      bench.redraw();
    };
    return {
      down(press) {
        if (!bench.activeClass) return;
        from = bench.snap(press);
        to = from;
        bench.setMode("dragging");
      },
      move(press) {
        const at = bench.snap(press);
        if (!from) return;
        // Shift keeps it square.
        const side = Math.max(Math.abs(at[0] - from[0]), Math.abs(at[1] - from[1]));
        to = press.shift
          ? [
              Math.min(bench.size.width, Math.max(0, from[0] + Math.sign(at[0] - from[0]) * side)),
              Math.min(bench.size.height, Math.max(0, from[1] + Math.sign(at[1] - from[1]) * side)),
            ]
          : at;
        bench.redraw();
      },
      up() {
        const box = drawn();
        reset();
        if (!box || box.w * bench.view.scale < LEAST_SCREEN || box.h * bench.view.scale < LEAST_SCREEN) return;
        bench.add({ kind: "box", x: round(box.x), y: round(box.y), w: round(box.w), h: round(box.h) });
      },
      key(name) {
        if (name !== "escape" || !from) return false;
        reset();
        return true;
      },
      draw(ink) {
        const box = drawn();
        if (box && bench.activeClass) ink.box(box, bench.activeClass.colour);
      },
      cancel: reset,
    };
  },
};
