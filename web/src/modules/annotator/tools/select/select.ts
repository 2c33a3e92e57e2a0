import { boxOf, distance, nearestEdge, roundPoint } from "../../geometry";
import { handlesOf, moveHandle, moveShape, shapeBounds } from "../../shapes";
import type { Bench, Press, Tool, ToolSession } from "../../tool";
import type { Point, Region, Shape } from "../../types";
import { turnBack } from "../../viewport";
import { inserted, middles, removed, spacing } from "./corners";

const HANDLE_SCREEN = 9;
const EDGE_SCREEN = 6;
const SLIP_SCREEN = 3;
/** Of so many corners at most one is looked for that snaps, while regions are moved. */
const MOST_SNAPPING = 60;

type Drag =
  | { kind: "handle"; id: string; from: Point; shape: Shape; handle: number; key: string; moved: boolean }
  | { kind: "regions"; from: Point; shapes: ReadonlyMap<string, Shape>; key: string; moved: boolean; only: string | null }
  | { kind: "band"; from: Point; to: Point; before: readonly string[]; moved: boolean };

/**
 * Chooses, moves and changes regions. Shift adds to what is chosen; from an empty place one draws a frame around several. Alt and a
 * click, or a double click, on a polygon's edge adds a corner, on a corner takes it away; a dot in the middle of an edge becomes one.
 */
export const selectTool: Tool = {
  name: "select",
  key: "v",
  group: "other",
  cursor: "default",
  begin(bench: Bench): ToolSession {
    let drag: Drag | null = null;
    const far = (screen: number) => screen / bench.view.scale;
    const alone = (): Region | undefined => {
      const [one, more] = bench.selection;
      return one && !more && !bench.isLocked(one.id) ? one : undefined;
    };
    // Handles of a small region leave its middle free, so that it can still be moved.
    const reach = (shape: Shape): number => {
      const { w, h } = shapeBounds(shape);
      return Math.min(far(HANDLE_SCREEN), Math.max(far(SLIP_SCREEN), Math.min(w, h) / 4));
    };
    const near = (points: readonly Point[], shape: Shape, at: Point): number => points.findIndex((one) => distance(one, at) <= reach(shape));
    const reset = () => {
      drag = null;
      bench.setMode("idle");
      bench.redraw();
    };
    const begin = (next: Drag) => {
      drag = next;
      bench.setMode("dragging");
    };

    /** A corner more where the polygon's edge was meant, or one less. */
    const editCorner = (region: Region, at: Point): boolean => {
      if (region.shape.kind !== "polygon") return false;
      const { points } = region.shape;
      const corner = near(points, region.shape, at);
      const edge = nearestEdge(points, at);
      const after = corner >= 0 ? removed(points, corner) : edge.distance <= far(EDGE_SCREEN) ? inserted(points, edge.index, roundPoint(at)) : null;
      if (after) bench.change(region.id, { kind: "polygon", points: after });
      return corner >= 0 || after !== null;
    };

    const downOnAlone = (region: Region, press: Press): boolean => {
      const { at, alt } = press;
      if (alt && editCorner(region, at)) return true;
      let { shape } = region;
      let handle = near(handlesOf(shape), shape, at);
      const key = bench.newKey();
      if (handle < 0 && shape.kind === "polygon") {
        const middle = middles(shape.points, far(1)).find((one) => distance(one.at, at) <= reach(shape));
        if (!middle) return false;
        handle = middle.edge + 1;
        shape = { kind: "polygon", points: inserted(shape.points, middle.edge, roundPoint(at)) };
        bench.change(region.id, shape, key);
      }
      if (handle < 0) return false;
      begin({ kind: "handle", id: region.id, from: at, shape, handle, key, moved: false });
      return true;
    };

    const downOnRegion = (hit: Region, { at, shift }: Press) => {
      if (shift) {
        bench.toggle(hit.id);
        return;
      }
      const within = bench.selection.length > 1 && bench.selection.some((one) => one.id === hit.id);
      if (!within) bench.select(hit.id);
      const shapes = new Map(bench.selection.filter((one) => !bench.isLocked(one.id)).map((one) => [one.id, one.shape]));
      begin({ kind: "regions", from: at, shapes, key: bench.newKey(), moved: false, only: within ? hit.id : null });
    };

    /** How far the regions move: with the hand, or so that one of their corners snaps. */
    const way = (shapes: ReadonlyMap<string, Shape>, from: Point, press: Press): Point => {
      const by: Point = [press.at[0] - from[0], press.at[1] - from[1]];
      if (press.alt || !(bench.settings.snap || bench.settings.grid)) return by;
      const skip = new Set(shapes.keys());
      let best: Point = by;
      let least = Infinity;
      for (const corner of [...shapes.values()].flatMap(handlesOf).slice(0, MOST_SNAPPING)) {
        const at: Point = [corner[0] + by[0], corner[1] + by[1]];
        const to = bench.snap({ at, alt: false }, skip);
        const long = distance(at, to);
        if (long > 0 && long < least) [best, least] = [[to[0] - corner[0], to[1] - corner[1]], long];
      }
      return best;
    };

    return {
      down(press) {
        const { at } = press;
        const one = alone();
        if (one && !press.shift && downOnAlone(one, press)) return;
        const hit = bench.regionAt(at, far(EDGE_SCREEN));
        if (hit) return downOnRegion(hit, press);
        const before = press.shift ? bench.selection.map((region) => region.id) : [];
        bench.choose(before);
        begin({ kind: "band", from: at, to: at, before, moved: false });
      },
      move(press) {
        if (!drag) return;
        const { at } = press;
        if (!drag.moved && distance(drag.from, at) < far(SLIP_SCREEN)) return;
        drag.moved = true;
        if (drag.kind === "band") {
          drag.to = at;
          const band = boxOf(drag.from, at);
          bench.choose([...drag.before, ...bench.regionsIn(band).map((one) => one.id)]);
          bench.redraw();
        } else if (drag.kind === "handle") {
          bench.change(drag.id, moveHandle(drag.shape, drag.handle, bench.snap(press, new Set([drag.id])), bench.size), drag.key);
        } else {
          const [dx, dy] = way(drag.shapes, drag.from, press);
          bench.changeAll(new Map([...drag.shapes].map(([id, shape]) => [id, moveShape(shape, dx, dy, bench.size)])), drag.key);
        }
      },
      up() {
        const ended = drag;
        reset();
        // A click, and not a move, on one of several chooses it alone.
        if (ended?.kind === "regions" && !ended.moved && ended.only) bench.select(ended.only);
      },
      double({ at, alt }) {
        const one = alone();
        if (one && !alt) editCorner(one, at);
      },
      key(name) {
        if (bench.selection.length === 0) return false;
        if (name === "escape") {
          bench.select(null);
          return true;
        }
        const big = name.startsWith("shift+") ? 10 : 1;
        const step = { arrowleft: [-big, 0], arrowright: [big, 0], arrowup: [0, -big], arrowdown: [0, big] }[name.replace("shift+", "")];
        if (!step) return false;
        const [dx, dy] = turnBack(bench.view, step as Point);
        bench.nudge([Math.round(dx), Math.round(dy)]);
        return true;
      },
      draw(ink) {
        if (drag?.kind === "band" && drag.moved) {
          const { x, y, w, h } = boxOf(drag.from, drag.to);
          ink.line([[x, y], [x + w, y], [x + w, y + h], [x, y + h]], "#ffffff", { width: 1, closed: true, dashed: true });
        }
        const one = alone();
        if (!one) return;
        const colour = bench.colourOf(one.class_id);
        if (one.shape.kind === "polygon") for (const { at } of middles(one.shape.points, far(1))) ink.dot(at, colour, 2.5);
        // Where corners lie close to each other, large dots would hide what is between them.
        const apart = one.shape.kind === "polygon" ? spacing(one.shape.points) * bench.view.scale : Infinity;
        for (const handle of handlesOf(one.shape)) ink.dot(handle, colour, Math.min(4.5, Math.max(1.2, apart / 3)));
      },
      cancel: reset,
    };
  },
};
