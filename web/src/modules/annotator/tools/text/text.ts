import { crosses } from "../../figures";
import { boxOf, distance, polygonArea, roundPoint } from "../../geometry";
import type { Bench, Tool, ToolSession } from "../../tool";
import type { Point } from "../../types";

const LEAST_SCREEN = 6;

/** Four corners, from the text's top left on as a clock goes; or an upright box with the button held. What stands there is typed beside it. */
export const textTool: Tool = {
  name: "text",
  key: "shift+t",
  group: "hand",
  cursor: "crosshair",
  pen: "tap",
  begin(bench: Bench): ToolSession {
    let points: Point[] = [];
    let held: Point | null = null;
    const far = (screen: number) => screen / bench.view.scale;
    const reset = () => {
      points = [];
      held = null;
      bench.setMode("idle");
      bench.redraw();
    };
    const finish = (corners: readonly Point[]) => {
      const rounded = corners.map(roundPoint);
      reset();
      if (polygonArea(rounded) > 0 && !crosses(rounded)) bench.add({ kind: "text", points: rounded, text: "" });
      else bench.notice("crossed");
    };
    const upright = (a: Point, b: Point): Point[] => {
      const { x, y, w, h } = boxOf(a, b);
      return [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
    };
    const dragged = (at: Point | null): boolean => points.length === 1 && held !== null && at !== null && distance(held, at) > far(LEAST_SCREEN);
    return {
      down(press) {
        if (!bench.activeClass) return;
        const at = bench.snap(press);
        const last = points[points.length - 1];
        // The second press of a double click lies where the first did.
        if (last && distance(last, at) <= far(2)) return;
        points.push(at);
        held = at;
        bench.setMode("drawing");
        if (points.length === 4) finish(points);
        bench.redraw();
      },
      move(press) {
        bench.snap(press);
        bench.redraw();
      },
      up(press) {
        const at = bench.snap(press);
        if (dragged(at) && held) finish(upright(held, at));
        held = null;
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
        if (dragged(pointer) && held && pointer) ink.line(upright(held, pointer), colour, { width: 2, closed: true });
        else ink.line(pointer ? [...points, pointer] : points, colour, { width: 2, closed: points.length === 3 });
        for (const point of points) ink.dot(point, colour);
      },
      cancel: reset,
    };
  },
};
