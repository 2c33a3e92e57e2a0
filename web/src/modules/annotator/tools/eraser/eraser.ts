import { erase } from "../../mask";
import { area } from "../../rle";
import type { Bench, Tool, ToolSession } from "../../tool";
import { boundsOf } from "../../geometry";
import type { Box, Point } from "../../types";

/** Takes away from the selected mask, or from all that it touches. A mask with nothing left is gone. */
export const eraserTool: Tool = {
  name: "eraser",
  key: "e",
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
        const { selected } = bench;
        const masks = bench.regionsIn(around(painted, bench.brushRadius)).filter((region) => region.shape.kind === "brush");
        const key = bench.newKey();
        for (const target of selected?.shape.kind === "brush" ? [selected] : masks) {
          if (target.shape.kind !== "brush") continue;
          const rle = erase(target.shape.rle, painted, bench.brushRadius);
          if (!rle) bench.remove(target.id, key);
          else if (area(rle) < area(target.shape.rle)) bench.change(target.id, { kind: "brush", rle }, key);
        }
      },
      draw(ink, pointer) {
        if (stroke.length > 0) ink.stroke(stroke, "#ffffff", bench.brushRadius);
        if (pointer) ink.ring(pointer, "#ffffff", bench.brushRadius);
      },
      cancel: reset,
    };
  },
};

/** What a stroke can reach. */
function around(points: readonly Point[], radius: number): Box {
  const { x, y, w, h } = boundsOf(points);
  return { x: x - radius, y: y - radius, w: w + 2 * radius, h: h + 2 * radius };
}
