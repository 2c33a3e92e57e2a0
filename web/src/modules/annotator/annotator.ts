// The annotator: document with history, tool in hand, viewport, selection. It knows one canvas and nothing of pages.
import { Camera } from "./camera";
import { Pen } from "./pen";
import { History } from "./history";
import { Renderer, type Drawable, type MakeCanvas } from "./render";
import { drawable, withClass, withRegions, withVerdict } from "./rules";
import { allowed, type Bench, type Mode, type Press, type ToolName, type ToolSession } from "./tool";
import { toolNamed } from "./tools";
import { emptyDocument, type ClassInfo, type Document, type Point, type Region, type Shape, type Size, type Verdict } from "./types";
import { toScreen } from "./viewport";

export type Snapshot = {
  readonly document: Document;
  readonly selectedId: string | null;
  readonly tool: ToolName;
  readonly activeClassId: string | null;
  readonly hidden: boolean;
  readonly brushRadius: number;
  readonly scale: number;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly ready: boolean;
  /** The keys lead the tool: a cross shows where. */
  readonly byKeys: boolean;
};

export type Options = {
  context: CanvasRenderingContext2D;
  makeCanvas: MakeCanvas;
  newId: () => string;
  /** Called with every new document that a person made; not when one is loaded. */
  onEdit: (document: Document) => void;
  /** Asks for a frame; tests draw at once. */
  schedule?: (draw: () => void) => void;
};

const LEAST_BRUSH = 1;
const MOST_BRUSH = 500;

export class Annotator {
  private readonly history = new History<Document>(emptyDocument);
  private readonly renderer: Renderer;
  private readonly watchers = new Set<() => void>();
  private readonly bench: Bench;
  private readonly camera = new Camera();
  private readonly pen = new Pen();
  private classes: readonly ClassInfo[] = [];
  private picture: Drawable | null = null;
  private mode: Mode = "idle";
  private tool: ToolName = "select";
  private session: ToolSession;
  private selectedId: string | null = null;
  private activeClassId: string | null = null;
  private hidden = false;
  private brushRadius = 12;
  private pointer: Point | null = null;
  private panFrom: Point | null = null;
  private keySerial = 0;
  private asked = false;
  private untold = false;
  private shown: Snapshot;

  constructor(private readonly options: Options) {
    this.renderer = new Renderer(options.context, options.makeCanvas, (id) => this.colourOf(id));
    this.bench = this.makeBench();
    this.session = toolNamed(this.tool).begin(this.bench);
    this.shown = this.makeSnapshot();
  }

  // ── what the page reads ──────────────────────────────────────────────
  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  };
  readonly snapshot = (): Snapshot => this.shown;
  get document(): Document {
    return this.history.now;
  }
  get cursor(): string {
    return this.mode === "panning" ? "grabbing" : toolNamed(this.tool).cursor;
  }
  mayLeave(): boolean {
    return allowed(this.mode, "leave");
  }

  // ── picture, classes, screen ─────────────────────────────────────────
  load(picture: Drawable | null, size: Size, document: Document): void {
    this.dropPen();
    this.session.cancel?.();
    this.picture = picture;
    this.camera.picture = size;
    this.selectedId = null;
    this.history.reset(document);
    this.fit();
    this.changed();
  }

  setClasses(classes: readonly ClassInfo[]): void {
    this.classes = classes;
    this.activeClassId = drawable(classes, this.activeClassId);
    this.changed();
  }

  resize(screen: Size, ratio: number): void {
    this.camera.resize(screen, ratio);
    this.redraw();
  }
  fit(): void {
    this.camera.fit();
    this.changed();
  }
  oneToOne(): void {
    this.camera.oneToOne();
    this.changed();
  }
  zoom(factor: number, at?: Point): void {
    this.camera.zoom(factor, at ?? (this.pen.at ? toScreen(this.camera.view, this.pen.at) : undefined));
    this.changedInFrame();
  }

  // ── edits ────────────────────────────────────────────────────────────
  setVerdict(verdict: Verdict | null): void {
    if (!allowed(this.mode, "edit")) return;
    this.edit("verdict", withVerdict(this.document, verdict, this.classes));
    if (verdict === "good") this.selectedId = null;
    this.changed();
  }

  /** The class of the picture as a whole. */
  setPictureClass(id: string | null): void {
    if (!allowed(this.mode, "edit")) return;
    this.edit("class", withClass(this.document, id, this.classes));
    if (this.document.regions.length === 0) this.selectedId = null;
    this.changed();
  }

  /** The class that is drawn with; the selected region becomes it too. */
  setActiveClass(id: string): void {
    const found = this.classes.find((one) => one.id === id);
    if (!found || found.good) return;
    this.activeClassId = id;
    const { selected } = this.bench;
    if (selected && selected.class_id !== id && allowed(this.mode, "edit")) {
      this.editRegions("reclass", this.document.regions.map((one) => (one.id === selected.id ? { ...one, class_id: id } : one)));
    }
    this.changed();
  }

  removeSelected(): void {
    if (this.selectedId && allowed(this.mode, "edit")) this.bench.remove(this.selectedId);
  }
  remove(id: string): void {
    if (allowed(this.mode, "edit")) this.bench.remove(id);
  }

  undo(): void {
    if (this.session.key?.("mod+z") || !allowed(this.mode, "edit")) return;
    if (this.history.undo()) this.stepped();
  }
  redo(): void {
    if (allowed(this.mode, "edit") && this.history.redo()) this.stepped();
  }

  // ── selection, tools, looks ──────────────────────────────────────────
  select(id: string | null): void {
    this.bench.select(id);
  }

  selectNext(step: 1 | -1): void {
    const { regions } = this.document;
    if (regions.length === 0) return;
    const at = regions.findIndex((one) => one.id === this.selectedId);
    const next = at < 0 ? (step > 0 ? 0 : regions.length - 1) : (at + step + regions.length) % regions.length;
    this.bench.select(regions[next]?.id ?? null);
  }

  setTool(name: ToolName): void {
    if (!allowed(this.mode, "tool") || name === this.tool) return;
    this.pen.lift();
    this.session.cancel?.();
    this.tool = name;
    this.session = toolNamed(name).begin(this.bench);
    this.changed();
  }

  toggleHidden(): void {
    this.hidden = !this.hidden;
    this.changed();
  }

  setBrushRadius(radius: number): void {
    this.brushRadius = Math.round(Math.min(MOST_BRUSH, Math.max(LEAST_BRUSH, radius)));
    this.changed();
  }

  /** Keys that belong to the tool in hand: Enter closes a polygon, Escape gives up. */
  key(name: string): boolean {
    if (name === "enter" && this.pen.down) {
      this.pressPen();
      return true;
    }
    if (name === "escape" && this.pen.at) {
      const { down } = this.pen;
      if (down) this.session.cancel?.();
      if (!down && !this.session.key?.(name)) this.dropPen();
      this.pen.lift();
      this.changed();
      return true;
    }
    return this.session.key?.(name) || this.leadPen(name);
  }

  /** The space bar, where keys lead the tool: a corner, or the pen put down or lifted. False where they do not. */
  pressPen(): boolean {
    const { pen: way } = toolNamed(this.tool);
    const { at } = this.pen;
    if (!at || !way || !this.picture) return false;
    const press: Press = { at, shift: false, alt: false };
    if (!this.pen.down) this.session.down?.(press);
    if (way === "tap" || this.pen.down) this.session.up?.(press);
    if (way === "drag") this.pen.down = !this.pen.down && !allowed(this.mode, "leave");
    this.changed();
    return true;
  }

  // ── pointer, in pixels of the screen ─────────────────────────────────
  down(at: Point, how: { pan: boolean; shift: boolean; alt: boolean }): void {
    if (!this.picture) return;
    if (this.pen.down) this.session.cancel?.();
    this.dropPen();
    if (how.pan) {
      if (!allowed(this.mode, "pan")) return;
      this.panFrom = at;
      this.redraw();
      return;
    }
    this.pointer = this.camera.inPicture(at);
    this.session.down?.(this.press(at, how));
  }

  move(at: Point, how: { shift: boolean; alt: boolean }): void {
    if (this.panFrom) {
      this.camera.pan(this.panFrom, at);
      this.panFrom = at;
      this.redraw();
      return;
    }
    // A mouse that is nudged does not take the pen out of the keys' hand while it draws.
    if (this.pen.down) return;
    this.dropPen();
    this.pointer = this.camera.inPicture(at);
    if (this.picture) this.session.move?.(this.press(at, how));
    if (toolNamed(this.tool).cursor === "none") this.redraw();
  }

  up(at: Point, how: { shift: boolean; alt: boolean }): void {
    if (this.panFrom) {
      this.panFrom = null;
      this.changed();
      return;
    }
    if (this.picture) this.session.up?.(this.press(at, how));
  }

  double(at: Point, how: { shift: boolean; alt: boolean }): void {
    if (this.picture) this.session.double?.(this.press(at, how));
  }

  leave(): void {
    if (!this.pen.at) this.pointer = null;
    this.redraw();
  }

  get panning(): boolean {
    return this.panFrom !== null;
  }

  redraw(): void {
    if (this.asked) return;
    this.asked = true;
    const draw = () => {
      this.asked = false;
      if (this.untold) this.tell();
      const { picture: size, view, screen, ratio } = this.camera;
      this.renderer.draw(
        { picture: this.picture, size, regions: this.document.regions, selectedId: this.selectedId, hidden: this.hidden, view, screen, ratio },
        (ink) => {
          this.session.draw?.(ink, this.pointer);
          this.pen.draw(ink, view.scale);
        },
      );
    };
    if (this.options.schedule) this.options.schedule(draw);
    else requestAnimationFrame(draw);
  }

  // ── inside ───────────────────────────────────────────────────────────
  private press(at: Point, how: { shift: boolean; alt: boolean }): Press {
    return { at: this.camera.inPicture(at), shift: how.shift, alt: how.alt };
  }
  /** Arrows lead a tool that draws. The first of them only shows where it is. */
  private leadPen(name: string): boolean {
    if (!this.picture || !toolNamed(this.tool).pen) return false;
    const from = this.pointer ?? this.camera.inPicture([this.camera.screen.width / 2, this.camera.screen.height / 2]);
    const at = this.pen.lead(name, from, this.camera.view.scale, this.camera.picture);
    if (!at) return false;
    this.pointer = at;
    this.camera.follow(at);
    this.session.move?.({ at, shift: false, alt: false });
    this.changed();
    return true;
  }
  private dropPen(): void {
    if (!this.pen.at) return;
    this.pen.drop();
    this.pointer = null;
    this.changed();
  }
  private colourOf(id: string): string {
    return this.classes.find((one) => one.id === id)?.colour ?? "#9aa4ae";
  }

  private edit(name: string, after: Document, key: string | null = null): void {
    this.history.do(name, after, key);
    this.options.onEdit(after);
  }

  private editRegions(name: string, regions: readonly Region[], key: string | null = null): void {
    this.edit(name, withRegions(this.document, regions, this.classes), key);
  }

  private stepped(): void {
    if (!this.document.regions.some((one) => one.id === this.selectedId)) this.selectedId = null;
    this.options.onEdit(this.document);
    this.changed();
  }

  private makeBench(): Bench {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- getters of the bench need the annotator
    const self = this;
    return {
      get size() { return self.camera.picture; },
      get view() { return self.camera.view; },
      get document() { return self.document; },
      get selected() { return self.document.regions.find((one) => one.id === self.selectedId); },
      get activeClass() { return self.classes.find((one) => one.id === self.activeClassId); },
      get brushRadius() { return self.brushRadius; },
      colourOf: (id) => self.colourOf(id),
      setMode: (mode) => { self.mode = mode; },
      select: (id) => {
        if (id === self.selectedId) return;
        self.selectedId = id;
        self.changed();
      },
      add: (shape: Shape) => {
        if (!self.activeClassId) return;
        const region = { id: self.options.newId(), class_id: self.activeClassId, shape };
        self.editRegions("add", [...self.document.regions, region]);
        self.selectedId = region.id;
        self.changed();
      },
      change: (id, shape, key) => {
        self.editRegions("change", self.document.regions.map((one) => (one.id === id ? { ...one, shape } : one)), key ?? null);
        self.changedInFrame();
      },
      remove: (id, key) => {
        self.editRegions("remove", self.document.regions.filter((one) => one.id !== id), key ?? null);
        if (self.selectedId === id) self.selectedId = null;
        self.changed();
      },
      newKey: () => {
        self.keySerial += 1;
        return `step-${self.keySerial}`;
      },
      redraw: () => self.redraw(),
    };
  }

  private makeSnapshot(): Snapshot {
    return {
      document: this.document, selectedId: this.selectedId, tool: this.tool, activeClassId: this.activeClassId,
      hidden: this.hidden, brushRadius: this.brushRadius, scale: this.camera.view.scale * this.camera.ratio,
      canUndo: this.history.canUndo, canRedo: this.history.canRedo, ready: this.picture !== null,
      byKeys: this.pen.at !== null,
    };
  }

  private changed(): void {
    this.tell();
    this.redraw();
  }

  /** For what comes many times a frame: the page hears of it once a frame. */
  private changedInFrame(): void {
    this.untold = true;
    this.redraw();
  }

  private tell(): void {
    this.untold = false;
    this.shown = this.makeSnapshot();
    for (const watcher of this.watchers) watcher();
  }
}
