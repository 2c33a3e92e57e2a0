import { lengthOfLine } from "../../figures";
import { distance, roundPoint, simplify } from "../../geometry";
import { lengthText } from "../ruler/ruler";
import type { Bench, Tool, ToolSession } from "../../tool";
import type { Point } from "../../types";

/** While drawn with the button held, a corner this often. */
const FREE_SCREEN = 5;
/** One notch of the wheel makes it so much broader. */
const NOTCH = 1.12;

/** Along a bead: corners, then Enter or a double click; or in one go with the button held. The wheel says how broad it is. */
export const lineTool: Tool = {
  name: "line",
  key: "shift+s",
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
      const width = Math.min(bench.settings.lineWidth, Math.max(bench.size.width, bench.size.height));
      if (corners.length >= 2 && lengthOfLine(corners) > 0) bench.add({ kind: "line", points: corners, width });
    };
    return {
      down(press) {
        if (!bench.activeClass) return;
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
        if (!freehand || points.length < 3) return;
        points.push(at);
        finish();
      },
      double() {
        if (points.length >= 2) finish();
      },
      wheel(notches) {
        if (points.length === 0) return false;
        const { lineWidth } = bench.settings;
        const wanted = lineWidth * NOTCH ** notches;
        bench.set({ lineWidth: Math.round(notches > 0 ? Math.max(lineWidth + 1, wanted) : Math.min(lineWidth - 1, wanted)) });
        return true;
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
        if (!colour) return;
        const { lineWidth } = bench.settings;
        if (points.length === 0) {
          if (pointer) ink.ring(pointer, colour, lineWidth / 2);
          return;
        }
        const all = pointer ? [...points, pointer] : points;
        ink.stroke(all, colour, lineWidth / 2);
        ink.line(all, colour, { width: 1.5 });
        for (const point of points) ink.dot(point, colour, 3);
        if (pointer) ink.text(pointer, lengthText(lengthOfLine(all), bench.mmPerPixel));
      },
      cancel: reset,
    };
  },
};
