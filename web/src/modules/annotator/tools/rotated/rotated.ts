import { boxFrom, cornersOf, straightened } from "../../figures";
import { distance } from "../../geometry";
import type { Bench, Tool, ToolSession } from "../../tool";
import type { Point } from "../../types";

/** Anything shorter on the screen was a slip of the hand. */
const LEAST_SCREEN = 4;

/** Two points for an edge, one more for how far the box reaches from it. Shift leads the edge by steps of 15°. */
export const rotatedTool: Tool = {
  name: "rotated",
  key: "shift+r",
  group: "hand",
  cursor: "crosshair",
  pen: "tap",
  begin(bench: Bench): ToolSession {
    let points: Point[] = [];
    let pressed = false;
    const far = (screen: number) => screen / bench.view.scale;
    const reset = () => {
      points = [];
      pressed = false;
      bench.setMode("idle");
      bench.redraw();
    };
    const next = (at: Point, shift: boolean): Point => (shift && points.length === 1 && points[0] ? straightened(points[0], at) : at);
    const box = (to: Point | null) => (points[0] && points[1] && to ? boxFrom(points[0], points[1], to) : null);
    const put = (at: Point) => {
      const last = points[points.length - 1];
      // The second press of a double click lies where the first did.
      if (last && distance(last, at) < far(LEAST_SCREEN)) return;
      const drawn = box(at);
      if (points.length === 2) {
        if (!drawn || drawn.h * bench.view.scale < LEAST_SCREEN) return;
        reset();
        bench.add(drawn);
        return;
      }
      points.push(at);
      bench.setMode("drawing");
      bench.redraw();
    };
    return {
      down(press) {
        if (!bench.activeClass) return;
        pressed = true;
        put(next(bench.snap(press), press.shift));
      },
      move(press) {
        bench.snap(press);
        bench.redraw();
      },
      up(press) {
        // The edge may be drawn with the button held as well.
        if (pressed && points.length === 1) put(next(bench.snap(press), press.shift));
        pressed = false;
      },
      key(name) {
        if (points.length === 0) return false;
        if (name === "escape") reset();
        else if (name === "backspace" || name === "mod+z") {
          points.pop();
          if (points.length === 0) reset();
          bench.redraw();
        } else return false;
        return true;
      },
      draw(ink, pointer) {
        const colour = bench.activeClass?.colour;
        if (!colour || points.length === 0) return;
        const drawn = box(pointer);
        if (drawn) ink.line(cornersOf(drawn), colour, { width: 2, closed: true });
        else ink.line(pointer ? [...points.slice(0, 2), pointer] : points, colour, { width: 2 });
        for (const point of points) ink.dot(point, colour);
      },
      cancel: reset,
    };
  },
};
