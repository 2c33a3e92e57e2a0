import { ellipseRing } from "../../figures";
import { boxOf, round } from "../../geometry";
import type { Bench, Press, Tool, ToolSession } from "../../tool";
import type { Ellipse, Point } from "../../types";

/** Anything thinner on the screen was a slip of the hand. */
const LEAST_SCREEN = 4;

/** Into the box that is drawn; with Shift a circle. It is turned by its handle afterwards. */
export const ellipseTool: Tool = {
  name: "ellipse",
  key: "shift+e",
  group: "hand",
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
    const drawn = (): Ellipse | null => {
      if (!from || !to) return null;
      const { x, y, w, h } = boxOf(from, to);
      return { kind: "ellipse", cx: round(x + w / 2), cy: round(y + h / 2), rx: round(w / 2), ry: round(h / 2), angle: 0 };
    };
    const reach = (start: Point, press: Press): Point => {
      const at = bench.snap(press);
      if (!press.shift) return at;
      const side = Math.min(Math.abs(at[0] - start[0]), Math.abs(at[1] - start[1]));
      return [start[0] + Math.sign(at[0] - start[0]) * side, start[1] + Math.sign(at[1] - start[1]) * side];
    };
    return {
      down(press) {
        if (!bench.activeClass) return;
        from = bench.snap(press);
        to = from;
        bench.setMode("dragging");
      },
      move(press) {
        if (from) to = reach(from, press);
        else bench.snap(press);
        bench.redraw();
      },
      up() {
        const shape = drawn();
        reset();
        if (shape && Math.min(shape.rx, shape.ry) * 2 * bench.view.scale >= LEAST_SCREEN) bench.add(shape);
      },
      key(name) {
        if (name !== "escape" || !from) return false;
        reset();
        return true;
      },
      draw(ink) {
        const shape = drawn();
        if (shape && shape.rx > 0 && shape.ry > 0 && bench.activeClass) ink.line(ellipseRing(shape), bench.activeClass.colour, { width: 2, closed: true });
      },
      cancel: reset,
    };
  },
};
