// The annotator: labels in the making (editor), what is seen (stage), the tool in hand. It knows one canvas and nothing of pages.
import { SURE } from "./assist/follow";
import type { Assist, Found } from "./assist/types";
import { makeBench } from "./bench";
import { Editor, type Notice } from "./editor";
import { drawGuides } from "./guides";
import type { Entry } from "./journal";
import { plainLook, type Look } from "./look";
import { Pen } from "./pen";
import type { Drawable, MakeCanvas } from "./canvas";
import { Renderer } from "./render";
import { usual, within, type Settings } from "./settings";
import type { Snapped } from "./snap";
import { areaOf, moveShape, shapeBounds, shapeHit } from "./shapes";
import { Stage } from "./stage";
import { allowed, type Bench, type Mode, type Press, type ToolName, type ToolSession } from "./tool";
import { toolNamed } from "./tools";
import { Tiles, type TileSource } from "./tiles";
import type { ClassInfo, Document, Point, Region, Shape, Size, Verdict } from "./types";
import { toScreen, turnBack } from "./viewport";

export type Snapshot = {
  readonly document: Document;
  /** The one chosen last. */
  readonly selectedId: string | null;
  readonly selectedIds: readonly string[];
  readonly lockedIds: ReadonlySet<string>;
  readonly hiddenIds: ReadonlySet<string>;
  readonly tool: ToolName;
  readonly activeClassId: string | null;
  readonly hidden: boolean;
  readonly brushRadius: number;
  readonly settings: Settings;
  readonly look: Look;
  readonly scale: number;
  readonly turn: number;
  readonly mirror: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly canPaste: boolean;
  readonly ready: boolean;
  /** The keys lead the tool: a cross shows where. */
  readonly byKeys: boolean;
  /** Shapes that wait for a yes or no. */
  readonly proposed: number;
  /** A helper is at work. */
  readonly busy: boolean;
  /** What the ruler says, in pixels. */
  readonly measured: number | null;
};

/** A place that a word speaks of. */
export type Pin = { readonly at: Point; readonly chosen: boolean };

/** A place that somebody may take over: dashed, in the colour of its class, with a word beside it. */
export type Hint = { readonly id: string; readonly shape: Shape; readonly classId: string | null; readonly text: string };

export type Options = {
  context: CanvasRenderingContext2D;
  makeCanvas: MakeCanvas;
  newId: () => string;
  /** Called with every new document that a person made; not when one is loaded. */
  onEdit: (document: Document) => void;
  onNotice?: (notice: Notice) => void;
  /** Called when there is something for the journal. */
  onKeep?: () => void;
  onSettings?: (settings: Settings) => void;
  assist?: Assist | null;
  settings?: Settings;
  /** Asks for a frame; tests draw at once. */
  schedule?: (draw: () => void) => void;
};

const LEAST_BRUSH = 1;
const MOST_BRUSH = 500;
const SNAP_SCREEN = 9;
const PIN_COLOUR = "#ff9f0a";
type How = { shift: boolean; alt: boolean };

export class Annotator {
  readonly editor: Editor;
  readonly stage: Stage;
  mode: Mode = "idle";
  settings: Settings;
  brushRadius = 12;
  mmPerPixel: number | null = null;
  measured: number | null = null;
  /** Something beside the canvas shows where the pointer is. */
  followed = false;
  snapped: Snapped | null = null;
  private readonly renderer: Renderer;
  private readonly watchers = new Set<() => void>();
  private readonly bench: Bench;
  private readonly pen = new Pen();
  private tool: ToolName = "select";
  private session: ToolSession;
  private proposal: readonly Shape[] = [];
  private proposedRegions: readonly Region[] = [];
  /** How many pictures have lain here. */
  private loads = 0;
  private proposedClass: string | null = null;
  /** What another said of the picture, shown above it. */
  private ghost: readonly Shape[] = [];
  private pins: readonly Pin[] = [];
  private hints: readonly Hint[] = [];
  private working = 0;
  /** Enter was pressed before the helper had answered: what it proposes is taken at once. */
  private eager = false;
  private hidden = false;
  private pointer: Point | null = null;
  private panFrom: Point | null = null;
  private asked = false;
  private untold = false;
  private shown: Snapshot;

  constructor(private readonly options: Options) {
    this.settings = within(options.settings ?? usual);
    this.stage = new Stage(options.assist ?? null, () => this.redraw());
    this.editor = new Editor({
      newId: options.newId,
      onEdit: options.onEdit,
      onKeep: () => options.onKeep?.(),
      onChange: (inFrame) => (inFrame ? this.changedInFrame() : this.changed()),
      onNotice: (notice) => options.onNotice?.(notice),
    });
    this.renderer = new Renderer(options.context, options.makeCanvas, (id) => this.colourOf(id));
    this.bench = makeBench(this, { assist: options.assist ?? null, makeCanvas: options.makeCanvas, snapScreen: SNAP_SCREEN });
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
    return this.editor.document;
  }
  get cursor(): string {
    return this.mode === "panning" ? "grabbing" : toolNamed(this.tool).cursor;
  }
  get panning(): boolean {
    return this.panFrom !== null;
  }
  /** The place of the picture under the pointer. */
  get pointerAt(): Point | null {
    return this.pointer;
  }
  get canAssist(): boolean {
    return this.bench.assist !== null;
  }
  mayLeave(): boolean {
    return allowed(this.mode, "leave");
  }

  // ── picture, classes, screen ─────────────────────────────────────────
  load(picture: Drawable | null, size: Size, document: Document, kept: Entry | null = null, source: TileSource | null = null): void {
    this.loads += 1;
    this.dropPen();
    this.refuse();
    this.hints = [];
    this.session.cancel?.();
    this.stage.load(picture, size, source && new Tiles(source, this.options.makeCanvas, () => this.redraw()));
    this.renderer.forget("picture");
    this.editor.load(size, document, kept);
    this.measured = null;
    this.snapped = null;
    this.fit();
  }
  /** The history of the picture that lies there, where it came later. */
  recall(kept: Entry): void {
    this.editor.recall(kept);
    this.changed();
  }
  setClasses(classes: readonly ClassInfo[]): void {
    this.editor.setClasses(classes);
    this.renderer.forget("colours");
    this.changed();
  }
  resize(screen: Size, ratio: number): void {
    this.stage.camera.resize(screen, ratio);
    this.redraw();
  }
  fit(): void {
    this.stage.camera.fit();
    this.changed();
  }
  oneToOne(): void {
    this.stage.camera.oneToOne();
    this.changed();
  }
  zoom(factor: number, at?: Point): void {
    const { camera } = this.stage;
    camera.zoom(factor, at ?? (this.pen.at ? toScreen(camera.view, this.pen.at) : undefined));
    this.changedInFrame();
  }
  turn(by: number, mirror = false): void {
    this.stage.camera.turn(by, mirror);
    this.changed();
  }
  lookAt(place: Point): void {
    this.stage.camera.look(place);
    this.redraw();
  }
  pinch(from: readonly [Point, Point], to: readonly [Point, Point]): void {
    this.stage.camera.pinch(from, to);
    this.changedInFrame();
  }
  setLook(look: Look): void {
    this.stage.setLook(look);
    this.changed();
  }
  /** Shapes of another, beside one's own. */
  showGhost(shapes: readonly Shape[]): void {
    this.ghost = shapes;
    this.redraw();
  }
  /** What a model proposes. It is no part of the document until it is taken over. */
  showHints(hints: readonly Hint[]): void {
    this.hints = hints;
    this.redraw();
  }
  /** The one under the pointer; of several the smallest. */
  hintAt(): string | null {
    const { pointer } = this;
    if (!pointer) return null;
    const hit = this.hints.filter((one) => shapeHit(one.shape, pointer, 0));
    return hit.sort((a, b) => areaOf(a.shape) - areaOf(b.shape))[0]?.id ?? null;
  }
  setPins(pins: readonly Pin[]): void {
    this.pins = pins;
    this.redraw();
  }
  /** Another picture in the place of this one, to compare by blinking. */
  showOther(other: Drawable | null, source: TileSource | null = null): void {
    this.stage.setOther(other, source, (one) => this.tilesOf(one));
    this.redraw();
  }
  /** Pieces of another picture; null where it is not as large as this one. */
  tilesOf(source: TileSource): Tiles | null {
    const { width, height } = this.stage.camera.picture;
    const own = source.levels[0];
    return own?.width === width && own.height === height ? new Tiles(source, this.options.makeCanvas, () => this.redraw()) : null;
  }

  // ── edits: only while no hand is in the middle of one ────────────────
  act(edit: (editor: Editor) => void): void {
    if (allowed(this.mode, "edit")) edit(this.editor);
  }
  setVerdict(verdict: Verdict | null): void {
    this.act((editor) => editor.setVerdict(verdict));
  }
  setPictureClass(id: string | null): void {
    this.act((editor) => editor.setPictureClass(id));
  }
  setActiveClass(id: string): void {
    if (allowed(this.mode, "edit") || this.mode === "drawing") this.editor.setActiveClass(id);
  }
  removeSelected(): void {
    this.act((editor) => editor.remove(editor.selection.ids));
  }
  remove(id: string): void {
    this.act((editor) => editor.remove([id]));
  }
  undo(): void {
    if (this.refuse() || this.session.key?.("mod+z")) return;
    this.act((editor) => editor.undo());
  }
  redo(): void {
    this.act((editor) => editor.redo());
  }
  select(id: string | null): void {
    this.editor.choose(id ? [id] : []);
  }
  selectNext(step: 1 | -1): void {
    this.editor.next(step);
  }

  // ── tools, looks ─────────────────────────────────────────────────────
  setTool(name: ToolName): void {
    if (!allowed(this.mode, "tool") || name === this.tool) return;
    this.pen.lift();
    this.refuse();
    this.session.cancel?.();
    this.tool = name;
    this.snapped = null;
    this.session = toolNamed(name).begin(this.bench);
    this.changed();
  }
  toggleHidden(): void {
    this.hidden = !this.hidden;
    this.changed();
  }
  /** The brush, or the line that is drawn with or chosen, becomes broader or thinner; a helper takes more or less, as by the wheel. */
  broaden(factor: number): void {
    if (toolNamed(this.tool).group === "assist") {
      this.session.wheel?.(factor > 1 ? 1 : -1);
      return;
    }
    const stepped = (now: number) => (factor > 1 ? Math.max(now + 1, now * factor) : Math.min(now - 1, now * factor));
    const chosen = this.editor.selected;
    const [one] = chosen;
    if (this.tool === "line") this.set({ lineWidth: Math.round(stepped(this.settings.lineWidth)) });
    else if (this.tool === "select" && chosen.length === 1 && one?.shape.kind === "line") {
      const { picture } = this.stage.camera;
      const width = Math.min(Math.max(picture.width, picture.height), Math.max(1, Math.round(stepped(one.shape.width))));
      this.act((editor) => editor.change(new Map([[one.id, { ...one.shape, width } as Shape]]), `broaden-${one.id}`));
    } else this.setBrushRadius(stepped(this.brushRadius));
  }
  setBrushRadius(radius: number): void {
    this.brushRadius = Math.round(Math.min(MOST_BRUSH, Math.max(LEAST_BRUSH, radius)));
    this.changed();
  }
  set(settings: Partial<Settings>): void {
    const { as, smooth } = this.settings;
    this.settings = within({ ...this.settings, ...settings });
    // What is proposed of regions that were taken along is none of the tool's.
    const own = this.proposal.length > 0 && this.proposedRegions.length === 0;
    if (own && (as !== this.settings.as || smooth !== this.settings.smooth)) this.session.again?.();
    this.options.onSettings?.(this.settings);
    this.changed();
  }
  setScale(mmPerPixel: number | null): void {
    this.mmPerPixel = mmPerPixel;
    this.changed();
  }

  // ── proposals of the helpers ─────────────────────────────────────────
  /** `regions`: the shapes are of these, which keep what is said of them. */
  propose(shapes: readonly Shape[] | null, classId: string | null = null, regions: readonly Region[] = []): void {
    this.proposal = shapes ?? [];
    this.proposedClass = classId;
    this.proposedRegions = regions;
    if (this.eager && this.accept()) return;
    this.changed();
  }
  accept(): boolean {
    if (this.proposal.length === 0) return false;
    const shapes = this.proposal;
    this.proposal = [];
    this.session.settled?.(true);
    if (this.proposedRegions.length > 0) this.editor.takeOver(this.proposedRegions);
    else this.editor.add(shapes, this.proposedClass ?? undefined);
    this.changed();
    return true;
  }
  refuse(): boolean {
    if (this.proposal.length === 0) return false;
    this.proposal = [];
    this.session.settled?.(false);
    this.changed();
    return true;
  }
  /** Another number once another picture lies here. */
  get lying(): number {
    return this.loads;
  }
  /** Remembers what regions look like here; false where nothing can. */
  async hold(regions: readonly Region[]): Promise<boolean> {
    return (await this.bench.assist?.hold(regions.map((one) => shapeBounds(one.shape)))) === true;
  }
  /** Lays held regions where their content is now. What is not found again stays where it was, as a proposal. Null where nobody can tell, undefined where
   *  another picture lies here by then. */
  async follow(regions: readonly Region[]): Promise<{ sure: number; unsure: number } | null | undefined> {
    const { loads } = this;
    this.busy(true);
    const places = await Promise.resolve(this.bench.assist?.follow()).finally(() => this.busy(false));
    if (loads !== this.loads) return undefined;
    if (places?.length !== regions.length) return null;
    const { picture } = this.stage.camera;
    const moved = regions.map((one, index) => {
      const { dx, dy, likeness } = places[index] as Found;
      return likeness >= SURE ? { sure: true, one: { ...one, shape: moveShape(one.shape, Math.round(dx), Math.round(dy), picture) } } : { sure: false, one };
    });
    const sure = moved.flatMap(({ sure: is, one }) => (is ? [one] : []));
    const unsure = moved.flatMap(({ sure: is, one }) => (is ? [] : [one]));
    if (sure.length > 0) this.act((editor) => editor.takeOver(sure));
    if (unsure.length > 0) this.propose(unsure.map((one) => one.shape), unsure[0]?.class_id ?? null, unsure);
    return { sure: sure.length, unsure: unsure.length };
  }
  notice(notice: Notice): void {
    this.options.onNotice?.(notice);
  }
  busy(working: boolean): void {
    this.working = Math.max(0, this.working + (working ? 1 : -1));
    if (this.working === 0) this.eager = false;
    this.changed();
  }

  /** Keys that belong to the tool in hand: Enter closes a polygon, Escape gives up. */
  key(name: string): boolean {
    if (name === "enter" && this.accept()) return true;
    if (name === "escape" && this.refuse()) return true;
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
    if (this.session.key?.(name) || this.leadPen(name) || this.ahead(name)) return true;
    if (name !== "escape" || this.editor.selection.last === null) return false;
    this.editor.choose([]);
    return true;
  }

  /** Yes or no to a helper that is still at work. Without this, Enter would go on to the next picture. */
  private ahead(name: string): boolean {
    if (this.working === 0 || (name !== "enter" && name !== "escape")) return false;
    this.eager = name === "enter";
    if (name === "escape") this.session.settled?.(false);
    return true;
  }

  /** The space bar, where keys lead the tool: a corner, or the pen put down or lifted. False where they do not. */
  pressPen(): boolean {
    const { pen: way } = toolNamed(this.tool);
    const { at } = this.pen;
    if (!at || !way || !this.stage.picture) return false;
    const press: Press = { at, shift: false, alt: false };
    if (!this.pen.down) this.session.down?.(press);
    if (way === "tap" || this.pen.down) this.session.up?.(press);
    if (way === "drag") this.pen.down = !this.pen.down && !allowed(this.mode, "leave");
    this.changed();
    return true;
  }

  // ── pointer, in pixels of the screen ─────────────────────────────────
  down(at: Point, how: How & { pan: boolean }): void {
    if (!this.stage.picture) return;
    if (this.pen.down) this.session.cancel?.();
    this.dropPen();
    if (how.pan) {
      if (!allowed(this.mode, "pan")) return;
      this.panFrom = at;
      this.redraw();
      return;
    }
    this.pointer = this.stage.camera.inPicture(at);
    this.session.down?.(this.press(at, how));
  }

  move(at: Point, how: How): void {
    const { camera, picture } = this.stage;
    if (this.panFrom) {
      camera.pan(this.panFrom, at);
      this.panFrom = at;
      this.redraw();
      return;
    }
    // A mouse that is nudged does not take the pen out of the keys' hand while it draws.
    if (this.pen.down) return;
    this.dropPen();
    this.pointer = camera.inPicture(at);
    if (picture) this.session.move?.(this.press(at, how));
    if (toolNamed(this.tool).cursor === "none" || this.settings.crosshair || this.followed) this.redraw();
  }

  up(at: Point, how: How): void {
    if (this.panFrom) {
      this.panFrom = null;
      this.changed();
      return;
    }
    if (this.stage.picture) this.session.up?.(this.press(at, how));
  }

  double(at: Point, how: How): void {
    if (this.stage.picture) this.session.double?.(this.press(at, how));
  }

  /** The wheel belongs to the tool while it has something to choose; else it zooms. */
  wheel(notches: number, at: Point, zooming: boolean): void {
    if (!zooming && this.session.wheel?.(notches)) return;
    this.zoom(Math.exp(notches * 0.22), at);
  }

  /** A second finger came: what the first began is given up. */
  giveUp(): void {
    this.panFrom = null;
    if (!this.mayLeave()) this.session.cancel?.();
    this.redraw();
  }

  leave(): void {
    if (!this.pen.at) this.pointer = null;
    this.redraw();
  }

  redraw(): void {
    if (this.asked) return;
    this.asked = true;
    const draw = () => {
      this.asked = false;
      if (this.untold) this.tell();
      if (this.draw()) this.redraw();
      this.stage.drawn();
    };
    if (this.options.schedule) this.options.schedule(draw);
    else requestAnimationFrame(draw);
  }

  colourOf(id: string | null): string {
    return this.editor.classNamed(id)?.colour ?? "#9aa4ae";
  }

  // ── inside ───────────────────────────────────────────────────────────
  private draw(): boolean {
    const { camera, shown } = this.stage;
    const { editor, pointer, settings, snapped } = this;
    const { picture: size, view, screen, ratio } = camera;
    return this.renderer.draw(
      {
        picture: shown, tiles: this.stage.shownTiles, look: this.stage.other ? plainLook : this.stage.look, size, regions: this.document.regions, chosen: editor.selected, chosenIds: editor.selection.set, hiddenIds: editor.hidden,
        hidden: this.hidden, hints: this.hints.map(({ shape, classId }) => ({ shape, colour: this.colourOf(classId ?? editor.activeClassId) })), proposed: this.ghost.length > 0 ? [...this.ghost, ...this.proposal] : this.proposal, proposedColour: this.colourOf(this.proposedClass ?? editor.activeClassId), view, screen, ratio,
      },
      (ink) => {
        drawGuides(ink, { size, view, screen, settings, pointer, snapped });
        this.session.draw?.(ink, pointer);
        if (!this.hidden) for (const { shape, text } of this.hints) {
          const { x, y } = shapeBounds(shape);
          // Above the place, and within the picture where that begins at its edge.
          ink.text([x, Math.max(y, 26 / view.scale)], text);
        }
        for (const { at, chosen } of this.pins) {
          ink.dot(at, PIN_COLOUR, chosen ? 8 : 6);
          if (chosen) ink.ring(at, PIN_COLOUR, 14 / view.scale);
        }
        this.pen.draw(ink, view.scale);
      },
    );
  }
  private press(at: Point, how: How): Press {
    return { at: this.stage.camera.inPicture(at), shift: how.shift, alt: how.alt };
  }
  /** Arrows lead a tool that draws. The first of them only shows where it is. */
  private leadPen(name: string): boolean {
    const { camera, picture } = this.stage;
    if (!picture || !toolNamed(this.tool).pen) return false;
    const from = this.pointer ?? camera.inPicture([camera.screen.width / 2, camera.screen.height / 2]);
    const at = this.pen.lead(name, from, camera.view.scale, camera.picture, (way) => turnBack(camera.view, way));
    if (!at) return false;
    this.pointer = at;
    camera.follow(at);
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

  private makeSnapshot(): Snapshot {
    const { editor, stage: { camera, look, picture } } = this;
    return {
      document: this.document, selectedId: editor.selection.last, selectedIds: editor.selection.ids, lockedIds: editor.locked, hiddenIds: editor.hidden,
      tool: this.tool, activeClassId: editor.activeClassId, hidden: this.hidden, brushRadius: this.brushRadius, settings: this.settings, look,
      scale: camera.view.scale * camera.ratio, turn: camera.view.turn ?? 0, mirror: camera.view.mirror ?? false,
      canUndo: editor.canUndo, canRedo: editor.canRedo, canPaste: editor.hasCopy, ready: picture !== null, byKeys: this.pen.at !== null,
      proposed: this.proposal.length, busy: this.working > 0, measured: this.measured,
    };
  }

  changed(): void {
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
