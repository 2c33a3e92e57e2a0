import { latest } from "../../assist/latest";
import type { Cells } from "../../assist/types";
import { shapesOfPatch } from "../../combine";
import { pack } from "../../rle";
import type { Bench, Tool, ToolSession } from "../../tool";
import type { Box, Point } from "../../types";
import { seen } from "../../viewport";
import { cellAt, patchOf, sheetOf } from "./sheet";

const NOTCH = 2;

/** Superpixels of what is seen: clicked or swept together, with Alt taken away again. The wheel makes them larger or smaller. */
export const cellsTool: Tool = {
  name: "cells",
  key: "u",
  group: "assist",
  cursor: "crosshair",
  pen: "drag",
  begin(bench: Bench): ToolSession {
    let cells: Cells | null = null;
    let wanted = "";
    let chosen = new Set<number>();
    let sweeping: "add" | "take" | null = null;
    let under = -1;
    let sheet: CanvasImageSource | null = null;
    const { ask, drop } = latest(bench);

    const part = (): Box => {
      const { x, y, w, h } = seen(bench.view, bench.screen);
      const [left, top] = [Math.max(0, x), Math.max(0, y)];
      return { x: left, y: top, w: Math.max(1, Math.min(bench.size.width, x + w) - left), h: Math.max(1, Math.min(bench.size.height, y + h) - top) };
    };
    const paint = () => {
      sheet = cells && sheetOf(cells, chosen, under, bench.makeCanvas);
      bench.redraw();
    };
    /** Other cells where one sees another part. What is chosen keeps those that it was chosen of. */
    const look = () => {
      const box = part();
      const side = bench.settings.cell / bench.view.scale;
      const name = [box.x, box.y, box.w, box.h, side].map((one) => one.toFixed(1)).join();
      if (!bench.assist || name === wanted || chosen.size > 0) return;
      wanted = name;
      ask(bench.assist.cells(box, side), (found) => {
        cells = found;
        under = -1;
        paint();
      });
    };
    const propose = () => bench.propose(cells && chosen.size > 0 ? shapesOfPatch(patchOf(cells, chosen), bench.size, bench.settings.as, pack, bench.settings.smooth) : null);
    const sweep = (at: Point) => {
      const one = cells ? cellAt(cells, at) : -1;
      if (one < 0 || chosen.has(one) === (sweeping === "add")) return;
      if (sweeping === "add") chosen.add(one);
      else chosen.delete(one);
      paint();
    };
    const reset = () => {
      chosen = new Set();
      sweeping = null;
      under = -1;
      paint();
    };
    look();
    return {
      down({ at, alt }) {
        if (!bench.activeClass || !cells) return look();
        const one = cellAt(cells, at);
        sweeping = alt || chosen.has(one) ? "take" : "add";
        bench.setMode("dragging");
        sweep(at);
      },
      move({ at }) {
        if (sweeping) return sweep(at);
        look();
        const one = cells ? cellAt(cells, at) : -1;
        if (one === under) return;
        under = one;
        paint();
      },
      up() {
        if (!sweeping) return;
        sweeping = null;
        bench.setMode("idle");
        propose();
      },
      wheel(notches) {
        if (chosen.size > 0) return false;
        bench.set({ cell: bench.settings.cell + Math.sign(notches) * NOTCH });
        look();
        return true;
      },
      again: propose,
      settled: reset,
      draw(ink) {
        if (sheet && cells) ink.image(sheet, cells.box);
      },
      cancel() {
        drop();
        chosen = new Set();
        sweeping = null;
        bench.setMode("idle");
        wanted = "";
        cells = null;
        sheet = null;
      },
    };
  },
};
