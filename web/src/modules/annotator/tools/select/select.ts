import { distance, nearestEdge, roundPoint } from "../../geometry";
import { handlesOf, moveHandle, moveShape, regionAt, shapeBounds } from "../../shapes";
import type { Bench, Tool, ToolSession } from "../../tool";
import type { Point, Shape } from "../../types";

const HANDLE_SCREEN = 9;
const EDGE_SCREEN = 6;
const SLIP_SCREEN = 3;

type Drag = { id: string; from: Point; shape: Shape; handle: number; key: string; moved: boolean };

/** Chooses, moves and changes regions. A double click on a polygon's edge adds a corner, on a corner takes it away. */
export const selectTool: Tool = {
  name: "select",
  key: "v",
  cursor: "default",
  begin(bench: Bench): ToolSession {
    let drag: Drag | null = null;
    const far = (screen: number) => screen / bench.view.scale;
    // Handles of a small region leave its middle free, so that it can still be moved.
    const reach = (shape: Shape): number => {
      const { w, h } = shapeBounds(shape);
      return Math.min(far(HANDLE_SCREEN), Math.max(far(SLIP_SCREEN), Math.min(w, h) / 4));
    };
    const handleAt = (shape: Shape, at: Point): number =>
      handlesOf(shape).findIndex((handle) => distance(handle, at) <= reach(shape));
    const reset = () => {
      drag = null;
      bench.setMode("idle");
    };
    return {
      down({ at }) {
        const { selected } = bench;
        const handle = selected ? handleAt(selected.shape, at) : -1;
        const hit = handle >= 0 ? selected : regionAt(bench.document.regions, at, far(EDGE_SCREEN));
        bench.select(hit?.id ?? null);
        if (!hit) return;
        drag = { id: hit.id, from: at, shape: hit.shape, handle, key: bench.newKey(), moved: false };
        bench.setMode("dragging");
      },
      move({ at }) {
        if (!drag) return;
        if (!drag.moved && distance(drag.from, at) < far(SLIP_SCREEN)) return;
        drag.moved = true;
        const shape =
          drag.handle >= 0
            ? moveHandle(drag.shape, drag.handle, at, bench.size)
            : moveShape(drag.shape, at[0] - drag.from[0], at[1] - drag.from[1], bench.size);
        bench.change(drag.id, shape, drag.key);
      },
      up: reset,
      double({ at }) {
        const { selected } = bench;
        if (selected?.shape.kind !== "polygon") return;
        const { points } = selected.shape;
        const corner = handleAt(selected.shape, at);
        if (corner >= 0) {
          if (points.length > 3) bench.change(selected.id, { kind: "polygon", points: points.filter((_, index) => index !== corner) });
          return;
        }
        const edge = nearestEdge(points, at);
        if (edge.distance > far(EDGE_SCREEN)) return;
        bench.change(selected.id, {
          kind: "polygon",
          points: [...points.slice(0, edge.index + 1), roundPoint(at), ...points.slice(edge.index + 1)],
        });
      },
      key(name) {
        const { selected } = bench;
        if (!selected) return false;
        if (name === "escape") {
          bench.select(null);
          return true;
        }
        const big = name.startsWith("shift+") ? 10 : 1;
        const step = { arrowleft: [-big, 0], arrowright: [big, 0], arrowup: [0, -big], arrowdown: [0, big] }[name.replace("shift+", "")];
        if (!step) return false;
        bench.change(selected.id, moveShape(selected.shape, step[0] ?? 0, step[1] ?? 0, bench.size), `nudge-${selected.id}`);
        return true;
      },
      draw(ink) {
        const { selected } = bench;
        if (!selected) return;
        const colour = bench.colourOf(selected.class_id);
        for (const handle of handlesOf(selected.shape)) ink.dot(handle, colour, 4.5);
      },
      cancel: reset,
    };
  },
};
