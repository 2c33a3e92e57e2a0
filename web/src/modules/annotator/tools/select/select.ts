import { crosses, nearestPiece } from "../../figures";
import { boxOf, distance, nearestEdge, roundPoint } from "../../geometry";
import { handlesOf, isTurner, moveHandle, stemOf } from "../../handles";
import { moveShape, shapeBounds } from "../../shapes";
import type { Bench, Press, Tool, ToolSession } from "../../tool";
import type { Point, Region, Shape } from "../../types";
import { turnBack } from "../../viewport";
import { inserted, middles, removed, spacing } from "./corners";

const HANDLE_SCREEN = 9;
const EDGE_SCREEN = 6;
const SLIP_SCREEN = 3;
/** Fewer points would be no such shape any more. */
const FEWEST = { polygon: 3, line: 2, points: 1 } as const;
/** Of so many corners at most one is looked for that snaps, while regions are moved. */
const MOST_SNAPPING = 60;

type Drag =
  | { kind: "handle"; id: string; from: Point; shape: Shape; handle: number; key: string; moved: boolean }
  | { kind: "regions"; from: Point; shapes: ReadonlyMap<string, Shape>; key: string; moved: boolean; only: string | null }
  | { kind: "band"; from: Point; to: Point; before: readonly string[]; moved: boolean };

/**
 * Chooses, moves and changes regions. Shift adds to what is chosen; from an empty place one draws a frame around several. Of a group all
 * are chosen, and one by a second click. Alt and a click, or a double click, on the edge of a polygon or on a line adds a corner, on a
 * corner takes it away; a dot in the middle of an edge becomes one. Turned figures have a handle on a stem, which Shift leads by 15°.
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
      if (shape.kind === "points" || shape.kind === "line") return far(HANDLE_SCREEN);
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

    /** A corner more where an edge was meant, or one less. */
    const editCorner = ({ id, shape }: Region, at: Point): boolean => {
      if (shape.kind !== "polygon" && shape.kind !== "line" && shape.kind !== "points") return false;
      const { points } = shape;
      const corner = near(points, shape, at);
      const edge = shape.kind === "line" ? nearestPiece(points, at) : nearestEdge(points, at);
      const onEdge = shape.kind !== "points" && edge.distance <= far(EDGE_SCREEN);
      const after = corner >= 0 ? removed(points, corner, FEWEST[shape.kind]) : onEdge ? inserted(points, edge.index, roundPoint(at)) : null;
      if (after) bench.change(id, { ...shape, points: after });
      return corner >= 0 || after !== null;
    };

    const downOnAlone = (region: Region, press: Press): boolean => {
      const { at, alt } = press;
      if (alt && editCorner(region, at)) return true;
      let { shape } = region;
      let handle = near(handlesOf(shape, far(1)), shape, at);
      const key = bench.newKey();
      if (handle < 0 && (shape.kind === "polygon" || shape.kind === "line")) {
        const middle = middles(shape.points, far(1), shape.kind === "polygon").find((one) => distance(one.at, at) <= reach(shape));
        if (!middle) return false;
        handle = middle.edge + 1;
        shape = { ...shape, points: inserted(shape.points, middle.edge, roundPoint(at)) };
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
      if (!within) bench.selectGroup(hit.id);
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
      for (const corner of [...shapes.values()].flatMap((shape) => handlesOf(shape)).slice(0, MOST_SNAPPING)) {
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
          const to = isTurner(drag.shape, drag.handle) ? at : bench.snap(press, new Set([drag.id]));
          const after = moveHandle(drag.shape, drag.handle, to, bench.size, press.shift);
          // Corners of a text that cross each other tell no place.
          if (after.kind !== "text" || !crosses(after.points)) bench.change(drag.id, after, drag.key);
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
        const { shape } = one;
        if (shape.kind === "polygon" || shape.kind === "line") {
          for (const { at } of middles(shape.points, far(1), shape.kind === "polygon")) ink.dot(at, colour, 2.5);
        }
        const stem = stemOf(shape, far(1));
        if (stem) ink.line(stem, colour, { width: 1 });
        if (shape.kind === "text" && shape.text !== "" && shape.points[0]) ink.text(shape.points[0], shape.text);
        // Where corners lie close to each other, large dots would hide what is between them.
        const apart = "points" in shape && shape.kind !== "points" ? spacing(shape.points) * bench.view.scale : Infinity;
        for (const handle of handlesOf(shape, far(1))) ink.dot(handle, colour, Math.min(4.5, Math.max(1.2, apart / 3)));
      },
      cancel: reset,
    };
  },
};
