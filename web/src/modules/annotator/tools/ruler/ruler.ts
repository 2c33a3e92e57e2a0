import { distance } from "../../geometry";
import type { Bench, Tool, ToolSession } from "../../tool";
import type { Point } from "../../types";

/** How long something is: in pixels, and in millimetres where the person said how large a pixel is. Changes nothing. */
export const rulerTool: Tool = {
  name: "ruler",
  key: "r",
  group: "other",
  cursor: "crosshair",
  pen: "drag",
  begin(bench: Bench): ToolSession {
    let from: Point | null = null;
    let to: Point | null = null;
    let drawing = false;
    const drop = () => {
      from = null;
      to = null;
      drawing = false;
      bench.setMode("idle");
      bench.measured(null);
    };
    return {
      down(press) {
        from = bench.snap(press);
        to = from;
        drawing = true;
        bench.setMode("dragging");
      },
      move(press) {
        const at = bench.snap(press);
        if (!drawing || !from) return;
        to = press.shift ? straight(from, at) : at;
        bench.redraw();
      },
      up() {
        drawing = false;
        bench.setMode("idle");
        bench.measured(from && to && distance(from, to) > 0 ? distance(from, to) : null);
      },
      key(name) {
        if (name !== "escape" || !from) return false;
        drop();
        return true;
      },
      draw(ink) {
        if (!from || !to || distance(from, to) === 0) return;
        ink.line([from, to], "#ffd54a", { width: 1.5 });
        for (const end of [from, to]) ink.dot(end, "#ffd54a", 3);
        ink.text(to, lengthText(distance(from, to), bench.mmPerPixel));
      },
      cancel: drop,
    };
  },
};

/** With the Shift key along the picture's sides only. */
const straight = (a: Point, b: Point): Point => (Math.abs(b[0] - a[0]) >= Math.abs(b[1] - a[1]) ? [b[0], a[1]] : [a[0], b[1]]);

export function lengthText(pixels: number, mmPerPixel: number | null): string {
  const text = `${pixels.toFixed(1)} px`;
  return mmPerPixel === null ? text : `${text} · ${(pixels * mmPerPixel).toFixed(2)} mm`;
}
