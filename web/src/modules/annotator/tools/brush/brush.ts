import { paint } from "../../mask";
import type { Bench, Tool, ToolSession } from "../../tool";
import type { Point } from "../../types";

/** Paints into the selected mask of the active class, or begins a new one. */
export const brushTool: Tool = {
  name: "brush",
  key: "m",
  group: "hand",
  cursor: "none",
  pen: "drag",
  begin(bench: Bench): ToolSession {
    let stroke: Point[] = [];
    const reset = () => {
      stroke = [];
      bench.setMode("idle");
      bench.redraw();
    };
    return {
      down({ at }) {
        if (!bench.activeClass) return;
        stroke = [at];
        bench.setMode("painting");
        bench.redraw();
      },
      move({ at }) {
        if (stroke.length > 0) stroke.push(at);
        bench.redraw();
      },
      up() {
        const painted = stroke;
        reset();
        if (painted.length === 0) return;
        const { selected, activeClass } = bench;
        const into = selected?.shape.kind === "brush" && selected.class_id === activeClass?.id ? selected : undefined;
        const before = into?.shape.kind === "brush" ? into.shape.rle : null;
        const rle = paint(before, painted, bench.brushRadius, bench.size);
        if (!rle) return;
        if (into) bench.change(into.id, { kind: "brush", rle });
        else bench.add({ kind: "brush", rle });
      },
      key(name) {
        if (name !== "escape") return false;
        if (stroke.length > 0) reset();
        // Nothing selected: the next stroke begins a new region.
        else if (bench.selected) bench.select(null);
        else return false;
        return true;
      },
      draw(ink, pointer) {
        const colour = bench.activeClass?.colour ?? "#ffffff";
        if (stroke.length > 0) ink.stroke(stroke, colour, bench.brushRadius);
        if (pointer) ink.ring(pointer, colour, bench.brushRadius);
      },
      cancel: reset,
    };
  },
};
