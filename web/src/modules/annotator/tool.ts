// A tool is a record: its name, key and cursor, and what it does with the pointer. Adding one is a folder and an entry in tools/index.ts.
import type { Assist } from "./assist/types";
import type { Notice } from "./editor";
import type { MakeCanvas } from "./canvas";
import type { Settings } from "./settings";
import type { Box, ClassInfo, Document, Point, Region, Rle, Shape, Size } from "./types";
import type { Viewport } from "./viewport";

/** What is going on between two presses. Tools say it, `allowed` below answers what may be done meanwhile. */
export type Mode = "idle" | "drawing" | "dragging" | "painting" | "panning";

const table = {
  //          edit: undo, delete, reclass   tool: take another   pan: move the picture   leave: another picture
  idle: { edit: true, tool: true, pan: true, leave: true },
  drawing: { edit: false, tool: true, pan: true, leave: true },
  dragging: { edit: false, tool: false, pan: false, leave: false },
  painting: { edit: false, tool: false, pan: false, leave: false },
  panning: { edit: false, tool: false, pan: true, leave: false },
} as const satisfies Record<Mode, Record<"edit" | "tool" | "pan" | "leave", boolean>>;

export const allowed = (mode: Mode, what: "edit" | "tool" | "pan" | "leave"): boolean => table[mode][what];

export type Press = {
  /** In pixels of the picture, kept within it. */
  readonly at: Point;
  readonly shift: boolean;
  readonly alt: boolean;
};

/** What tools see and may do. */
export type Bench = {
  readonly size: Size;
  readonly screen: Size;
  readonly view: Viewport;
  readonly document: Document;
  /** The one chosen last. */
  readonly selected: Region | undefined;
  /** In the order in which they were chosen. */
  readonly selection: readonly Region[];
  readonly activeClass: ClassInfo | undefined;
  readonly brushRadius: number;
  readonly settings: Settings;
  /** The helpers that look at the pixels; null where the browser has none. */
  readonly assist: Assist | null;
  /** Millimetres of a pixel, where the person said it. */
  readonly mmPerPixel: number | null;
  readonly makeCanvas: MakeCanvas;
  colourOf(classId: string): string;
  setMode(mode: Mode): void;
  select(id: string | null): void;
  choose(ids: readonly string[]): void;
  /** With all of its group; alone where it belongs to none. */
  selectGroup(id: string): void;
  toggle(id: string): void;
  isLocked(id: string): boolean;
  /** Of those that may be touched: seen and not locked. */
  regionAt(at: Point, margin: number): Region | undefined;
  regionsIn(box: Box): Region[];
  add(shape: Shape): void;
  change(id: string, shape: Shape, key?: string): void;
  changeAll(shapes: ReadonlyMap<string, Shape>, key?: string): void;
  remove(id: string, key?: string): void;
  nudge(by: Point): void;
  split(a: Point, b: Point): void;
  /** Makes a run of changes one step to undo. */
  newKey(): string;
  /** Where a point is drawn to, where the person wants that; with the Alt key it stays where it is. */
  snap(press: Pick<Press, "at" | "alt">, skip?: ReadonlySet<string>): Point;
  /** Shapes that Enter accepts and Escape refuses; null takes them back. */
  propose(shapes: readonly Shape[] | null, classId?: string): void;
  set(settings: Partial<Settings>): void;
  measured(pixels: number | null): void;
  busy(working: boolean): void;
  notice(notice: Notice): void;
  redraw(): void;
};

/** The little of a 2D context that tools draw with; coordinates are pixels of the picture. */
export type Ink = {
  line(points: readonly Point[], colour: string, options?: { width?: number; closed?: boolean; dashed?: boolean }): void;
  box(box: Box, colour: string): void;
  dot(at: Point, colour: string, radius?: number): void;
  ring(at: Point, colour: string, pictureRadius: number): void;
  stroke(points: readonly Point[], colour: string, pictureRadius: number): void;
  /** A thin line that hides nothing. */
  hair(points: readonly Point[]): void;
  /** Lines through the box at every multiple of `step`. */
  grid(box: Box, step: number, colour: string): void;
  /** Beside a place, upright however the picture is turned. */
  text(at: Point, words: string): void;
  /** Colours of single pixels, such as the cells under the hand; drawn over the box. */
  image(image: CanvasImageSource, box: Box): void;
};

export type ToolSession = {
  down?(press: Press): void;
  move?(press: Press): void;
  up?(press: Press): void;
  double?(press: Press): void;
  /** True when the key was for the tool. */
  key?(name: string): boolean;
  /** Notches of the wheel, up is more. True when they were for the tool. */
  wheel?(notches: number): boolean;
  /** What is proposed is to be made anew from what was found, as the settings say now. */
  again?(): void;
  /** What was proposed has become regions, or is given up. */
  settled?(accepted: boolean): void;
  draw?(ink: Ink, pointer: Point | null): void;
  /** Given up, because another tool or picture was chosen. */
  cancel?(): void;
};

export type ToolName = "select" | "box" | "rotated" | "ellipse" | "polygon" | "line" | "points" | "text" | "brush" | "eraser" | "wand" | "lasso" | "refine" | "cells" | "same" | "knife" | "ruler";
export type Tool = {
  readonly name: ToolName;
  readonly key: string;
  /** Draws with a class, or by itself, or by looking at the pixels. */
  readonly group: "hand" | "assist" | "other";
  readonly cursor: string;
  /** How it is led by keys: every press sets a corner, or one press puts the pen down and the next lifts it. Without: not at all. */
  readonly pen?: "tap" | "drag";
  begin(bench: Bench): ToolSession;
};

export type { Rle };
