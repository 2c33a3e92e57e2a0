import { distance, roundPoint } from "../../geometry";
import type { Bench, Tool, ToolSession } from "../../tool";
import type { Region, Shape } from "../../types";

const SAME_SCREEN = 6;

/** Each press sets a point of the set that is chosen, or begins one; Alt takes the nearest away. Escape lets the next begin another set. */
export const pointsTool: Tool = {
  name: "points",
  key: "shift+o",
  group: "hand",
  cursor: "crosshair",
  pen: "tap",
  begin(bench: Bench): ToolSession {
    const far = (screen: number) => screen / bench.view.scale;
    const chosen = (): (Region & { shape: Shape & { kind: "points" } }) | undefined => {
      const { selected, activeClass } = bench;
      if (selected?.shape.kind !== "points" || selected.class_id !== activeClass?.id || bench.isLocked(selected.id)) return undefined;
      return { ...selected, shape: selected.shape };
    };
    return {
      down(press) {
        if (!bench.activeClass) return;
        const into = chosen();
        const at = roundPoint(bench.snap(press));
        if (!into) {
          if (!press.alt) bench.add({ kind: "points", points: [at] });
          return;
        }
        const { points } = into.shape;
        const near = points.findIndex((one) => distance(one, at) <= far(SAME_SCREEN));
        if (press.alt && near >= 0) {
          const left = points.filter((_, index) => index !== near);
          if (left.length > 0) bench.change(into.id, { kind: "points", points: left });
          else bench.remove(into.id);
        } else if (!press.alt && near < 0) bench.change(into.id, { kind: "points", points: [...points, at] });
      },
      move(press) {
        bench.snap(press);
      },
      key(name) {
        if ((name !== "escape" && name !== "enter") || !chosen()) return false;
        bench.select(null);
        return true;
      },
    };
  },
};
