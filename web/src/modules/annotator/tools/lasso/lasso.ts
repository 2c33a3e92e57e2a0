import { latest } from "../../assist/latest";
import { wayTo } from "../../assist/trail";
import type { Trail } from "../../assist/types";
import { thin } from "../../contour";
import { distance, polygonArea, roundPoint } from "../../geometry";
import type { Bench, Tool, ToolSession } from "../../tool";
import type { Point } from "../../types";

const CLOSE_SCREEN = 10;
/** So far around a click its trail reaches, in pixels of the screen. */
const REACH_SCREEN = 320;
/** Corners that a line so near to the edge does not need, in pixels of the picture at most. */
const THIN_SCREEN = 1.2;
const MOST_THIN = 1.2;

/** Clicks along an edge; between them the line follows it. Alt keeps it straight. Enter, or the first corner again, closes it. */
export const lassoTool: Tool = {
  name: "lasso",
  key: "l",
  group: "assist",
  cursor: "crosshair",
  pen: "tap",
  begin(bench: Bench): ToolSession {
    /** What lies between one click and the next. */
    let parts: Point[][] = [];
    let clicks: Point[] = [];
    let trail: Trail | null = null;
    let alongside: Point[] = [];
    const far = (screen: number) => screen / bench.view.scale;
    const { ask, drop } = latest(bench);
    const reset = () => {
      parts = [];
      clicks = [];
      trail = null;
      alongside = [];
      drop();
      bench.setMode("idle");
      bench.redraw();
    };
    const last = () => clicks[clicks.length - 1];
    const seek = () => {
      const from = last();
      trail = null;
      if (!from || !bench.assist) return;
      ask(bench.assist.trail(from, far(REACH_SCREEN)), (found) => {
        trail = found;
        bench.redraw();
      });
    };
    /** From the last click to a place: along edges, or straight where that cannot be told. */
    const way = (to: Point, straight: boolean): Point[] => {
      const from = last();
      if (!from) return [];
      const found = trail && !straight ? wayTo(trail, to) : [];
      return found.length > 0 ? [...found.slice(1), to] : [to];
    };
    const closes = (at: Point) => {
      const first = clicks[0];
      return first !== undefined && clicks.length >= 2 && distance(first, at) <= far(CLOSE_SCREEN);
    };
    const finish = () => {
      const [first] = clicks;
      if (!first || clicks.length < 2) return;
      const ring = [first, ...parts.flat(), ...way(first, false).slice(0, -1)];
      reset();
      const corners = thin(ring, Math.min(MOST_THIN, far(THIN_SCREEN))).map(roundPoint);
      if (corners.length >= 3 && polygonArea(corners) > 0) bench.add({ kind: "polygon", points: corners });
    };
    return {
      down({ at, alt }) {
        if (!bench.activeClass) return;
        if (closes(at)) return finish();
        const before = last();
        if (before && distance(before, at) < far(2)) return;
        if (before) parts.push(way(at, alt));
        clicks.push(at);
        alongside = [];
        bench.setMode("drawing");
        seek();
        bench.redraw();
      },
      move({ at, alt }) {
        if (clicks.length === 0) return;
        alongside = way(at, alt);
        bench.redraw();
      },
      double: finish,
      key(name) {
        if (clicks.length === 0) return false;
        if (name === "enter") finish();
        else if (name === "escape") reset();
        else if (name === "backspace" || name === "mod+z") {
          clicks.pop();
          parts.pop();
          alongside = [];
          if (clicks.length === 0) reset();
          else seek();
          bench.redraw();
        } else return false;
        return true;
      },
      draw(ink, pointer) {
        const colour = bench.activeClass?.colour;
        const [first] = clicks;
        if (!colour || !first) return;
        const closing = pointer !== null && closes(pointer);
        ink.line([first, ...parts.flat(), ...alongside], colour, { width: 2 });
        clicks.forEach((one, index) => ink.dot(one, colour, index === 0 && closing ? 7 : 4));
      },
      cancel: reset,
    };
  },
};
