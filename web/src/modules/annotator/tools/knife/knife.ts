import { distance } from "../../geometry";
import type { Bench, Tool, ToolSession } from "../../tool";
import type { Point } from "../../types";

const SLIP_SCREEN = 4;

/** A line parts what is chosen, or where nothing is, all that it meets. */
export const knifeTool: Tool = {
  name: "knife",
  key: "k",
  group: "other",
  cursor: "crosshair",
  pen: "drag",
  begin(bench: Bench): ToolSession {
    let from: Point | null = null;
    let to: Point | null = null;
    const reset = () => {
      from = null;
      to = null;
      bench.setMode("idle");
      bench.redraw();
    };
    return {
      down(press) {
        from = bench.snap(press);
        to = from;
        bench.setMode("dragging");
      },
      move(press) {
        const at = bench.snap(press);
        if (from) to = at;
        bench.redraw();
      },
      up() {
        const [a, b] = [from, to];
        reset();
        if (a && b && distance(a, b) * bench.view.scale >= SLIP_SCREEN) bench.split(a, b);
      },
      key(name) {
        if (name !== "escape" || !from) return false;
        reset();
        return true;
      },
      draw(ink) {
        if (from && to) ink.line([from, to], "#ffd54a", { width: 1.5, dashed: true });
      },
      cancel: reset,
    };
  },
};
