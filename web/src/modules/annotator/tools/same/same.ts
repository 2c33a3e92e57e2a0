import { latest } from "../../assist/latest";
import type { Found } from "../../assist/types";
import { fitted, moveShape, shapeBounds } from "../../shapes";
import type { Bench, Tool, ToolSession } from "../../tool";
import type { Box, Region, Shape } from "../../types";

const NOTCH = 0.02;
const EDGE_SCREEN = 6;
/** A place that shares so much of its area with a region is marked already. */
const MARKED = 0.3;

/** Finds the other places that look like a region: the chosen one, or the one that is clicked. The wheel says how much alike. */
export const sameTool: Tool = {
  name: "same",
  key: "f",
  group: "assist",
  cursor: "crosshair",
  begin(bench: Bench): ToolSession {
    let pattern: Region | null = null;
    let found: readonly Found[] = [];
    const { ask, drop } = latest(bench);
    const propose = () => {
      if (!pattern) return;
      const { shape, class_id } = pattern;
      const enough = found.filter((one) => one.likeness >= bench.settings.likeness);
      const copies = enough.flatMap(({ dx, dy }): Shape[] => {
        const copy = fitted(moveShape(shape, dx, dy, bench.size), bench.size, 0);
        return copy && !isMarked(shapeBounds(copy)) ? [copy] : [];
      });
      bench.propose(copies, class_id);
      if (copies.length === 0) bench.notice("nothing_found");
    };
    const isMarked = (box: Box) =>
      bench.document.regions.some((one) => {
        const other = shapeBounds(one.shape);
        const w = Math.min(box.x + box.w, other.x + other.w) - Math.max(box.x, other.x);
        const h = Math.min(box.y + box.h, other.y + other.h) - Math.max(box.y, other.y);
        return w > 0 && h > 0 && w * h > MARKED * Math.min(box.w * box.h, other.w * other.h);
      });
    const find = (of: Region) => {
      pattern = of;
      found = [];
      if (!bench.assist) return;
      ask(bench.assist.same(shapeBounds(of.shape)), (places) => {
        found = places ?? [];
        propose();
      });
    };
    const reset = () => {
      pattern = null;
      found = [];
      drop();
    };
    const { selected } = bench;
    if (selected) find(selected);
    return {
      down({ at }) {
        const hit = bench.regionAt(at, EDGE_SCREEN / bench.view.scale);
        if (!hit) return;
        bench.select(hit.id);
        find(hit);
      },
      wheel(notches) {
        if (found.length === 0) return false;
        // Up means more of them.
        bench.set({ likeness: bench.settings.likeness - Math.sign(notches) * NOTCH });
        propose();
        return true;
      },
      settled: reset,
      cancel: reset,
    };
  },
};
