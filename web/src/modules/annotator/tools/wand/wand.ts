import { latest } from "../../assist/latest";
import type { Touch } from "../../assist/types";
import { shapesOfPatch } from "../../combine";
import { pack, type Patch } from "../../rle";
import type { Bench, Tool, ToolSession } from "../../tool";

const NOTCH = 2;

/** A click takes all that is connected and looks alike; Shift adds to it, Alt takes away; the wheel says how much alike. */
export const wandTool: Tool = {
  name: "wand",
  key: "w",
  group: "assist",
  cursor: "crosshair",
  pen: "tap",
  begin(bench: Bench): ToolSession {
    let touches: readonly Touch[] = [];
    let found: Patch | null = null;
    const { ask, drop } = latest(bench);
    const propose = () => bench.propose(found && shapesOfPatch(found, bench.size, bench.settings.as, pack, bench.settings.smooth));
    const find = () => {
      if (!bench.assist) return;
      ask(bench.assist.wand(touches, bench.settings.tolerance), (patch) => {
        found = patch;
        propose();
        if (!patch) bench.notice("nothing_found");
      });
    };
    const reset = () => {
      touches = [];
      found = null;
      drop();
    };
    return {
      down({ at, shift, alt }) {
        if (!bench.activeClass) return;
        touches = shift || alt ? [...touches, { at, inside: !alt }] : [{ at, inside: true }];
        find();
      },
      wheel(notches) {
        if (touches.length === 0) return false;
        bench.set({ tolerance: bench.settings.tolerance + Math.sign(notches) * Math.max(1, Math.round(Math.abs(notches))) * NOTCH });
        find();
        return true;
      },
      again: propose,
      settled: reset,
      draw(ink) {
        for (const { at, inside } of touches) ink.dot(at, inside ? "#4fbf83" : "#f0717a", 4);
      },
      cancel: reset,
    };
  },
};
