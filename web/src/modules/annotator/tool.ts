// A tool is a record: its name, key and cursor, and what it does with the pointer. Adding one is a folder and an entry in tools/index.ts.
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
  readonly view: Viewport;
  readonly document: Document;
  readonly selected: Region | undefined;
  readonly activeClass: ClassInfo | undefined;
  readonly brushRadius: number;
  colourOf(classId: string): string;
  setMode(mode: Mode): void;
  select(id: string | null): void;
  add(shape: Shape): void;
  change(id: string, shape: Shape, key?: string): void;
  remove(id: string, key?: string): void;
  /** Makes a run of changes one step to undo. */
  newKey(): string;
  redraw(): void;
};

/** The little of a 2D context that tools draw with; coordinates are pixels of the picture. */
export type Ink = {
  line(points: readonly Point[], colour: string, options?: { width?: number; closed?: boolean; dashed?: boolean }): void;
  box(box: Box, colour: string): void;
  dot(at: Point, colour: string, radius?: number): void;
  ring(at: Point, colour: string, pictureRadius: number): void;
  stroke(points: readonly Point[], colour: string, pictureRadius: number): void;
};

export type ToolSession = {
  down?(press: Press): void;
  move?(press: Press): void;
  up?(press: Press): void;
  double?(press: Press): void;
  /** True when the key was for the tool. */
  key?(name: string): boolean;
  draw?(ink: Ink, pointer: Point | null): void;
  /** Given up, because another tool or picture was chosen. */
  cancel?(): void;
};

export type ToolName = "select" | "box" | "polygon" | "brush" | "eraser";
export type Tool = {
  readonly name: ToolName;
  readonly key: string;
  readonly cursor: string;
  /** How it is led by keys: every press sets a corner, or one press puts the pen down and the next lifts it. Without: not at all. */
  readonly pen?: "tap" | "drag";
  begin(bench: Bench): ToolSession;
};

export type { Rle };
