import { distance, polygonArea, roundPoint, simplify } from "../../geometry";
import type { Bench, Tool, ToolSession } from "../../tool";
import type { Point } from "../../types";

const CLOSE_SCREEN = 10; // so near to the first corner means: closed
const FREE_SCREEN = 5; // while drawn with the button held, a corner this often

export const polygonTool: Tool = {
  name: "polygon",
  key: "p",
  group: "hand",
  cursor: "crosshair",
  pen: "tap",
  begin(bench: Bench): ToolSession {
    let points: Point[] = [];
    let held = false;
    let freehand = false;
    const far = (screen: number) => screen / bench.view.scale;
    const reset = () => {
      points = [];
      held = false;
      freehand = false;
      bench.setMode("idle");
      bench.redraw();
    };
    const finish = () => {
      const corners = (freehand ? simplify(points, far(1.2)) : points).map(roundPoint);
      reset();
      if (corners.length >= 3 && polygonArea(corners) > 0) bench.add({ kind: "polygon", points: corners });
    };
    const closes = (at: Point) => {
      const first = points[0];
      return first !== undefined && points.length >= 3 && distance(first, at) <= far(CLOSE_SCREEN);
    };
    return {
      down(press) {
        if (!bench.activeClass) return;
        if (closes(press.at)) {
          finish();
          return;
        }
        const at = bench.snap(press);
        const last = points[points.length - 1];
        // The second press of a double click lies where the first did.
        if (!last || distance(last, at) > far(2)) points.push(at);
        held = true;
        bench.setMode("drawing");
        bench.redraw();
      },
      move(press) {
        const { at } = press;
        const last = points[points.length - 1];
        if (!held) bench.snap(press);
        if (held && last && distance(last, at) > far(FREE_SCREEN)) {
          points.push(at);
          freehand = true;
        }
        bench.redraw();
      },
      up({ at }) {
        held = false;
        // An outline drawn in one go is done when the hand comes back or lets go.
        if (freehand && points.length >= 8) {
          if (!closes(at)) points.push(at);
          finish();
        }
      },
      double() {
        if (points.length >= 3) finish();
      },
      key(name) {
        if (points.length === 0) return false;
        if (name === "enter") finish();
        else if (name === "escape") reset();
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
        const closing = pointer !== null && closes(pointer);
        ink.line(pointer && !closing ? [...points, pointer] : points, colour, { width: 2, closed: closing });
        points.forEach((point, index) => ink.dot(point, colour, index === 0 && closing ? 7 : 4));
      },
      cancel: reset,
    };
  },
};
