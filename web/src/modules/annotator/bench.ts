// What a tool is given to work with: a view of the annotator that is as narrow as tools need it.
import type { Annotator } from "./annotator";
import type { Assist } from "./assist/types";
import { regionAt, regionsIn } from "./places";
import { snap } from "./snap";
import type { MakeCanvas } from "./canvas";
import type { Bench } from "./tool";
import type { Shape } from "./types";

type Given = { assist: Assist | null; makeCanvas: MakeCanvas; snapScreen: number };

export function makeBench(self: Annotator, { assist, makeCanvas, snapScreen }: Given): Bench {
  let serial = 0;
  const untouchable = (id: string) => self.editor.isLocked(id) || self.editor.hidden.has(id);
  const { editor, stage: { camera } } = self;
  return {
    get size() { return camera.picture; },
    get screen() { return camera.screen; },
    get view() { return camera.view; },
    get document() { return self.document; },
    get selected() {
      const { selected } = editor;
      return selected[selected.length - 1];
    },
    get selection() { return editor.selected; },
    get activeClass() { return editor.classNamed(editor.activeClassId); },
    get brushRadius() { return self.brushRadius; },
    get settings() { return self.settings; },
    assist,
    makeCanvas,
    get mmPerPixel() { return self.mmPerPixel; },
    colourOf: (id) => self.colourOf(id),
    setMode: (mode) => { self.mode = mode; },
    select: (id) => editor.choose(id ? [id] : []),
    choose: (ids) => editor.choose(ids),
    selectGroup: (id) => editor.choose(editor.groupOf(id)),
    toggle: (id) => editor.toggle(id),
    isLocked: (id) => editor.isLocked(id),
    regionAt: (at, margin) => regionAt(self.document.regions, at, margin, untouchable),
    regionsIn: (box) => regionsIn(self.document.regions, box).filter((one) => !untouchable(one.id)),
    add: (shape: Shape) => editor.add([shape]),
    change: (id, shape, key) => editor.change(new Map([[id, shape]]), key ?? null),
    changeAll: (shapes, key) => editor.change(shapes, key ?? null),
    remove: (id, key) => editor.remove([id], key ?? null),
    nudge: (by) => editor.nudge(by),
    split: (a, b) => editor.split(a, b),
    newKey: () => {
      serial += 1;
      return `step-${serial}`;
    },
    snap: ({ at, alt }, skip) => {
      const { settings } = self;
      const before = self.snapped;
      const way = { shapes: settings.snap, grid: settings.grid ? settings.gridStep : null };
      const others = skip ? self.document.regions.filter((one) => !skip.has(one.id) && !editor.hidden.has(one.id)) : self.document.regions;
      self.snapped = alt || !(settings.snap || settings.grid) ? null : snap(at, others, snapScreen / camera.view.scale, way, camera.picture);
      if (before !== self.snapped) self.redraw();
      return self.snapped?.at ?? at;
    },
    propose: (shapes, classId) => self.propose(shapes, classId),
    set: (settings) => self.set(settings),
    measured: (pixels) => {
      self.measured = pixels;
      self.changed();
    },
    busy: (working) => self.busy(working),
    notice: (notice) => self.notice(notice),
    redraw: () => self.redraw(),
  };
}
