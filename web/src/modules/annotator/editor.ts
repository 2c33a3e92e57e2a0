// Labels of one picture in the making: document with history, what is chosen, locked or out of sight, and every edit that is more than a shape.
import { asPolygon, cut, join, maskOf, split } from "./combine";
import { History, type Kept } from "./history";
import type { Entry, KeptFlags } from "./journal";
import { drawable, fitsItsClass, withClass, withRegions, withVerdict } from "./rules";
import { Selection } from "./selection";
import { boxesTouch, boxOf } from "./geometry";
import { areaOf, fitted, moveShape, shapeBounds } from "./shapes";
import { emptyDocument, type ClassInfo, type Document, type Point, type Region, type Said, type Shape, type Size, type Verdict } from "./types";

/** Why something was not done; the page has a sentence for each. */
export type Notice = "locked" | "two_needed" | "nothing_cut" | "not_split" | "no_outline" | "too_many" | "nothing_copied" | "nothing_found" | "out_of_place" | "points_only" | "crossed" | "other_shape";
export type Order = "front" | "forward" | "backward" | "back";
export type Hooks = {
  newId: () => string;
  onEdit: (document: Document) => void;
  onKeep: () => void;
  onChange: (inFrame: boolean) => void;
  onNotice: (notice: Notice) => void;
};

/** The server takes no more on one picture. */
export const MOST_REGIONS = 2000;
/** Pixels that a copy lies beside what it was made of. */
const BESIDE = 12;

/** What was copied lives as long as the page does, from picture to picture. */
let clipboard: readonly Region[] = [];

export class Editor {
  readonly selection = new Selection();
  private readonly history = new History(emptyDocument);
  private classes: readonly ClassInfo[] = [];
  private activeId: string | null = null;
  private size: Size = { width: 1, height: 1 };
  private lockedIds: ReadonlySet<string> = new Set();
  private hiddenIds: ReadonlySet<string> = new Set();
  private pastes = 0;

  constructor(private readonly hooks: Hooks) {}

  get document(): Document {
    return this.history.now;
  }
  get selected(): Region[] {
    return this.selection.of(this.document);
  }
  get activeClassId(): string | null {
    return this.activeId;
  }
  get canUndo(): boolean {
    return this.history.canUndo;
  }
  get canRedo(): boolean {
    return this.history.canRedo;
  }
  get locked(): ReadonlySet<string> {
    return this.lockedIds;
  }
  get hidden(): ReadonlySet<string> {
    return this.hiddenIds;
  }
  get hasCopy(): boolean {
    return clipboard.length > 0;
  }
  classNamed(id: string | null): ClassInfo | undefined {
    return this.classes.find((one) => one.id === id);
  }

  load(size: Size, document: Document, kept: Entry | null): void {
    this.size = size;
    this.selection.choose([]);
    this.pastes = 0;
    this.history.reset(document, kept);
    this.lockedIds = new Set(kept?.locked ?? []);
    this.hiddenIds = new Set(kept?.hidden ?? []);
  }
  recall(kept: Entry): void {
    this.load(this.size, this.document, kept);
  }
  /** What the journal writes. */
  taken(): Kept & { from: number } & KeptFlags {
    return { ...this.history.taken(), locked: [...this.lockedIds], hidden: [...this.hiddenIds] };
  }

  setClasses(classes: readonly ClassInfo[]): void {
    this.classes = classes;
    this.activeId = drawable(classes, this.activeId);
  }

  // ── what the whole picture is ────────────────────────────────────────
  setVerdict(verdict: Verdict | null): void {
    this.edit("verdict", withVerdict(this.document, verdict, this.classes));
    this.after();
  }
  setPictureClass(id: string | null): void {
    this.edit("class", withClass(this.document, id, this.classes));
    this.after();
  }
  /** The class that is drawn with; what is chosen becomes it too. */
  setActiveClass(id: string): void {
    const found = this.classNamed(id);
    if (!found || found.good) return;
    this.activeId = id;
    const others = this.selected.filter((one) => one.class_id !== id && !this.isLocked(one.id));
    if (others.length > 0) this.replace("reclass", new Map(others.map((one) => [one.id, [{ ...one, class_id: id }]])));
    this.hooks.onChange(false);
  }

  // ── shapes ───────────────────────────────────────────────────────────
  add(shapes: readonly Shape[], classId: string | null = this.activeId): void {
    if (!classId || shapes.length === 0 || !this.roomFor(shapes.length)) return;
    const made = shapes.map((shape): Region => ({ id: this.hooks.newId(), class_id: classId, shape }));
    if (!this.regions("add", [...this.document.regions, ...made])) return;
    this.selection.choose(made.map((one) => one.id));
    this.hooks.onChange(false);
  }
  /** Regions that were proposed, as they are and with their ids; what is there already stays out. */
  adopt(regions: readonly Region[]): void {
    const there = new Set(this.document.regions.map((one) => one.id));
    const known = regions.filter((one) => !there.has(one.id) && this.classNamed(one.class_id)?.good === false);
    if (known.length === 0 || !this.roomFor(known.length)) return;
    this.regions("adopt", [...this.document.regions, ...known]);
    this.selection.choose(known.map((one) => one.id));
    this.hooks.onChange(false);
  }
  change(shapes: ReadonlyMap<string, Shape>, key: string | null = null): void {
    if ([...shapes.keys()].some((id) => this.isLocked(id))) return this.hooks.onNotice("locked");
    this.regions("change", this.document.regions.map((one) => {
      const shape = shapes.get(one.id);
      return shape ? { ...one, shape } : one;
    }), key);
    this.hooks.onChange(true);
  }
  remove(ids: readonly string[], key: string | null = null): void {
    const free = new Set(ids.filter((id) => !this.isLocked(id)));
    if (free.size < ids.length) this.hooks.onNotice("locked");
    if (free.size === 0) return;
    this.regions("remove", this.document.regions.filter((one) => !free.has(one.id)), key);
    this.after();
  }
  nudge(by: Point): void {
    this.change(new Map(this.selected.map((one) => [one.id, moveShape(one.shape, by[0], by[1], this.size)])), `nudge-${this.selection.ids.join()}`);
  }

  undo(): void {
    if (this.history.undo()) this.stepped();
  }
  redo(): void {
    if (this.history.redo()) this.stepped();
  }
  /** What was done before the page was left and did not reach the server is done again. True where there was something. */
  catchUp(): boolean {
    const { unsaved } = this.history;
    for (let step = 0; step < unsaved; step += 1) this.history.redo();
    if (unsaved > 0) this.stepped();
    return unsaved > 0;
  }
  /** All of it at once, as one step that can be taken back. */
  put(document: Document): void {
    this.edit("put", document);
    this.after();
  }

  // ── choosing, locking, hiding ────────────────────────────────────────
  choose(ids: readonly string[]): void {
    if (this.selection.choose(ids)) this.hooks.onChange(false);
  }
  toggle(id: string): void {
    this.selection.toggle(id);
    this.hooks.onChange(false);
  }
  chooseAll(): void {
    this.choose(this.document.regions.filter((one) => !this.isLocked(one.id) && !this.hiddenIds.has(one.id)).map((one) => one.id));
  }
  next(step: 1 | -1): void {
    const regions = this.document.regions.filter((one) => !this.hiddenIds.has(one.id));
    if (regions.length === 0) return;
    const at = regions.findIndex((one) => one.id === this.selection.last);
    const next = at < 0 ? (step > 0 ? 0 : regions.length - 1) : (at + step + regions.length) % regions.length;
    this.choose([regions[next]?.id ?? ""]);
  }
  isLocked(id: string): boolean {
    return this.lockedIds.has(id);
  }
  /** All of them locked, or where they are already, free again. */
  toggleLock(ids: readonly string[] = this.selection.ids): void {
    this.lockedIds = flipped(this.lockedIds, ids);
    this.flagged();
  }
  toggleHidden(ids: readonly string[] = this.selection.ids): void {
    this.hiddenIds = flipped(this.hiddenIds, ids);
    this.choose(this.selection.ids.filter((id) => !this.hiddenIds.has(id)));
    this.flagged();
  }
  freeAll(): void {
    this.lockedIds = new Set();
    this.hiddenIds = new Set();
    this.flagged();
  }

  // ── copies ───────────────────────────────────────────────────────────
  copy(): void {
    const { selected } = this;
    clipboard = selected.length > 0 ? selected : this.document.regions;
    this.pastes = 0;
    this.hooks.onChange(false);
  }
  cutAway(): void {
    if (this.selected.length === 0) return;
    this.copy();
    this.remove(this.selection.ids);
  }
  /** On the picture that it came from a little aside each time, on another one at the same place. */
  paste(): void {
    if (clipboard.length === 0) return this.hooks.onNotice("nothing_copied");
    const here = new Set(this.document.regions.map((one) => one.id));
    this.pastes += clipboard.some((one) => here.has(one.id)) || this.pastes > 0 ? 1 : 0;
    this.takeOver(clipboard, this.pastes * BESIDE);
  }
  duplicate(): void {
    if (this.selected.length > 0) this.takeOver(this.selected, BESIDE);
  }
  /** Labels of elsewhere: what does not fit this picture or its classes stays out. */
  takeOver(regions: readonly Region[], aside = 0): void {
    const groups = new Map<number, number>();
    const fitting = regions.flatMap((one): Region[] => {
      const known = this.classNamed(one.class_id);
      const shape = known && !known.good ? fitted(one.shape, this.size, aside) : null;
      return shape && (known?.shape ?? shape.kind) === shape.kind ? [{ ...one, id: this.hooks.newId(), shape, ...this.groupOfCopy(one, groups) }] : [];
    });
    if (fitting.length < regions.length) this.hooks.onNotice("out_of_place");
    if (fitting.length === 0 || !this.roomFor(fitting.length)) return;
    this.regions("paste", [...this.document.regions, ...fitting]);
    this.selection.choose(fitting.map((one) => one.id));
    this.hooks.onChange(false);
  }

  // ── groups, and what is said of regions ──────────────────────────────
  /** All of the group that the region belongs to, itself last; alone where it belongs to none. */
  groupOf(id: string): string[] {
    const group = this.document.regions.find((one) => one.id === id)?.group;
    const others = this.document.regions.filter((one) => group !== undefined && one.group === group && one.id !== id && !this.hiddenIds.has(one.id));
    return [...others.map((one) => one.id), id];
  }
  group(): void {
    const { selected } = this;
    if (selected.length < 2) return this.hooks.onNotice("two_needed");
    if (!this.allFree(selected)) return;
    const group = this.freeGroup();
    this.replace("group", new Map(selected.map((one) => [one.id, [{ ...one, group }]])));
    this.hooks.onChange(false);
  }
  ungroup(): void {
    const grouped = this.selected.filter((one) => one.group !== undefined);
    if (grouped.length === 0 || !this.allFree(grouped)) return;
    this.replace("ungroup", new Map(grouped.map((one) => [one.id, [withoutGroup(one)]])));
    this.hooks.onChange(false);
  }
  /** Null takes back what was said. */
  say(ids: readonly string[], name: string, said: Said | null): void {
    const changed = this.document.regions.filter((one) => ids.includes(one.id) && (one.attributes?.[name] ?? null) !== said);
    if (changed.length === 0 || !this.allFree(changed)) return;
    this.replace("say", new Map(changed.map((one) => {
      const others = Object.fromEntries(Object.entries(one.attributes ?? {}).filter(([other]) => other !== name));
      return [one.id, [{ ...one, attributes: said === null ? others : { ...others, [name]: said } }]];
    })));
    this.hooks.onChange(false);
  }

  // ── order, and regions out of regions ────────────────────────────────
  reorder(how: Order): void {
    const { regions } = this.document;
    const chosen = (one: Region) => this.selection.has(one.id);
    if (!regions.some(chosen)) return;
    let after = [...regions];
    if (how === "front") after = [...regions.filter((one) => !chosen(one)), ...regions.filter(chosen)];
    if (how === "back") after = [...regions.filter(chosen), ...regions.filter((one) => !chosen(one))];
    const swap = (at: number, other: number) => {
      const [one, two] = [after[at], after[other]];
      if (one && two && chosen(one) && !chosen(two)) [after[at], after[other]] = [two, one];
    };
    if (how === "forward") for (let at = after.length - 2; at >= 0; at -= 1) swap(at, at + 1);
    if (how === "backward") for (let at = 1; at < after.length; at += 1) swap(at, at - 1);
    if (after.some((one, at) => one !== regions[at])) this.regions("order", after);
    this.hooks.onChange(false);
  }

  /** Into one, of the class of the one chosen last. */
  join(): void {
    const { selected } = this;
    const last = selected[selected.length - 1];
    if (selected.length < 2 || !last) return this.hooks.onNotice("two_needed");
    if (!this.allFree(selected)) return;
    const points = selected.flatMap((one) => (one.shape.kind === "points" ? one.shape.points : []));
    const allPoints = selected.every((one) => one.shape.kind === "points");
    if (points.length > 0 && !allPoints) return this.hooks.onNotice("points_only");
    const shape: Shape | null = allPoints ? { kind: "points", points } : join(selected.map((one) => one.shape), this.size);
    if (!shape) return;
    const pieces = new Map(selected.map((one): [string, Region[]] => [one.id, one === last ? [{ ...last, shape }] : []]));
    this.replace("join", pieces);
    this.after();
  }

  /** The one chosen last is cut out of the others that are chosen; alone, of all that it covers. It stays. */
  cutOut(): void {
    const { selected } = this;
    const cutter = selected[selected.length - 1];
    if (!cutter) return;
    const others = selected.length > 1 ? selected.slice(0, -1) : this.document.regions.filter((one) => one !== cutter && !this.isLocked(one.id) && !this.hiddenIds.has(one.id));
    if (selected.length > 1 && !this.allFree(others)) return;
    const pieces = new Map<string, Region[]>();
    for (const one of others) {
      if (!boxesTouch(shapeBounds(one.shape), shapeBounds(cutter.shape))) continue;
      const left = cut(one.shape, [cutter.shape], this.size);
      if (!unchanged(one.shape, left, this.size)) pieces.set(one.id, this.pieces(one, left));
    }
    if (pieces.size === 0) return this.hooks.onNotice("nothing_cut");
    this.replace("cut", pieces);
    this.after();
  }

  /** A line through what is chosen, or through all that it meets. */
  split(a: Point, b: Point): void {
    const { selected } = this;
    const targets = (selected.length > 0 ? selected : this.document.regions).filter((one) => !this.isLocked(one.id) && !this.hiddenIds.has(one.id));
    const pieces = new Map<string, Region[]>();
    for (const one of targets) {
      const parts = boxesTouch(shapeBounds(one.shape), boxOf(a, b)) ? split(one.shape, a, b, this.size) : null;
      if (parts) pieces.set(one.id, this.pieces(one, parts));
    }
    if (pieces.size === 0) return this.hooks.onNotice("not_split");
    this.replace("split", pieces);
    this.selection.choose([...pieces.values()].flat().map((one) => one.id));
    this.hooks.onChange(false);
  }

  /** What is chosen becomes masks, or outlines. */
  turnInto(kind: "polygon" | "brush"): void {
    const { selected } = this;
    if (!this.allFree(selected)) return;
    const pieces = new Map<string, Region[]>();
    for (const one of selected) {
      if (one.shape.kind === kind) continue;
      if (one.shape.kind === "points") return this.hooks.onNotice("points_only");
      const rle = kind === "brush" ? maskOf(one.shape, this.size) : null;
      const shape: Shape | null = kind === "polygon" ? asPolygon(one.shape, this.size) : rle && { kind: "brush", rle };
      if (!shape) return this.hooks.onNotice("no_outline");
      pieces.set(one.id, [{ ...one, shape }]);
    }
    if (pieces.size > 0) this.replace("turn", pieces);
    this.hooks.onChange(false);
  }

  // ── inside ───────────────────────────────────────────────────────────
  private freeGroup(): number {
    return this.document.regions.reduce((most, one) => Math.max(most, one.group ?? 0), 0) + 1;
  }
  /** Copies that belonged together still do, but not to what they were copied of. */
  private groupOfCopy({ group }: Region, groups: Map<number, number>): { group?: number } {
    if (group === undefined) return {};
    const free = groups.get(group) ?? this.freeGroup() + groups.size;
    groups.set(group, free);
    return { group: free };
  }
  /** The first piece keeps the id. */
  private pieces(of: Region, shapes: readonly Shape[]): Region[] {
    return shapes.map((shape, index) => ({ ...of, id: index === 0 ? of.id : this.hooks.newId(), shape }));
  }
  private replace(name: string, pieces: ReadonlyMap<string, Region[]>): void {
    this.regions(name, this.document.regions.flatMap((one) => pieces.get(one.id) ?? [one]));
  }
  private allFree(regions: readonly Region[]): boolean {
    const free = !regions.some((one) => this.isLocked(one.id));
    if (!free) this.hooks.onNotice("locked");
    return free;
  }
  private roomFor(more: number): boolean {
    const room = this.document.regions.length + more <= MOST_REGIONS;
    if (!room) this.hooks.onNotice("too_many");
    return room;
  }
  /** False where a region would not be of the kind that its class asks for: then nothing is done. */
  private regions(name: string, regions: readonly Region[], key: string | null = null): boolean {
    const before = this.document.regions;
    const fits = regions.every((one) => before.includes(one) || fitsItsClass(one, before, this.classes));
    if (fits) this.edit(name, withRegions(this.document, regions, this.classes), key);
    else this.hooks.onNotice("other_shape");
    return fits;
  }
  private edit(name: string, after: Document, key: string | null = null): void {
    this.history.do(name, after, key);
    this.hooks.onEdit(after);
    this.hooks.onKeep();
  }
  private stepped(): void {
    this.hooks.onEdit(this.document);
    this.hooks.onKeep();
    this.after();
  }
  private flagged(): void {
    this.hooks.onKeep();
    this.hooks.onChange(false);
  }
  private after(): void {
    this.selection.keepWithin(this.document);
    this.hooks.onChange(false);
  }
}

const withoutGroup = ({ id, class_id, shape, attributes }: Region): Region => ({ id, class_id, shape, ...(attributes && { attributes }) });

function flipped(set: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  const all = ids.length > 0 && ids.every((id) => set.has(id));
  const next = new Set(set);
  for (const id of ids) {
    if (all) next.delete(id);
    else next.add(id);
  }
  return next;
}

/** Nothing was taken away: the same area, counted in the same way. */
function unchanged(before: Shape, after: readonly Shape[], size: Size): boolean {
  const [one] = after;
  if (after.length !== 1 || !one) return false;
  const rle = one.kind === "brush" && before.kind !== "brush" ? maskOf(before, size) : null;
  return Math.abs(areaOf(rle ? { kind: "brush", rle } : before) - areaOf(one)) < 0.5;
}
