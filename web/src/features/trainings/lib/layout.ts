// Where the components of a board lie, while they are drawn; in pixels of the picture of a good board.
import type { BoardLayout, Id } from "@/api/contract";

export type Box = readonly [x: number, y: number, w: number, h: number];
export type Component = { name: string; bbox: Box; /** It may as well lie turned by half a turn. */ eitherWay?: boolean };
export type Draft = { picture: Id | null; components: Component[] };

export const SMALLEST = 8;
export const MOST = 1000;

export const draftOf = (layout: BoardLayout): Draft => ({
  picture: layout.picture_id,
  components: layout.components.map(({ name, bbox: [x = 0, y = 0, w = 0, h = 0], either_way }) => ({ name, bbox: [x, y, w, h], ...(either_way ? { eitherWay: true } : {}) })),
});

/** The first name that is free: `R1` is followed by `R2`, a name without a number by itself and 2. */
export function freeName(like: string, taken: readonly string[]): string {
  const [, head = "", digits = ""] = /^(.*?)(\d*)$/.exec(like) ?? [];
  const used = new Set(taken);
  for (let n = digits ? Number(digits) : 1; ; n += 1) {
    const name = `${head || "U"}${n}`;
    if (!used.has(name)) return name;
  }
}

export function inside([x, y, w, h]: Box, width: number, height: number): Box {
  const [sw, sh] = [Math.min(w, width), Math.min(h, height)];
  const round = (value: number) => Math.round(value * 10) / 10;
  return [round(Math.min(width - sw, Math.max(0, x))), round(Math.min(height - sh, Math.max(0, y))), round(sw), round(sh)];
}

/** The same component again, a little beside. */
export function copied(all: readonly Component[], index: number, width: number, height: number): Component[] {
  const one = all[index];
  if (!one) return [...all];
  const [x, y, w, h] = one.bbox;
  const beside = x + 2.2 * w <= width ? ([x + 1.2 * w, y, w, h] as const) : ([x, y + 1.2 * h, w, h] as const);
  return [...all, { ...one, name: freeName(one.name, all.map((other) => other.name)), bbox: inside(beside, width, height) }];
}

export type Grid = { columns: number; rows: number; pitchX: number; pitchY: number };

/** A component repeated in columns and rows from its own place on; what would lie outside is left out. */
export function gridded(all: readonly Component[], index: number, grid: Grid, width: number, height: number): Component[] {
  const one = all[index];
  if (!one) return [...all];
  const out = [...all];
  const [x, y, w, h] = one.bbox;
  for (let row = 0; row < grid.rows; row += 1) {
    for (let column = 0; column < grid.columns; column += 1) {
      const [nx, ny] = [x + column * grid.pitchX, y + row * grid.pitchY];
      const first = row === 0 && column === 0;
      if (first || nx < 0 || ny < 0 || nx + w > width || ny + h > height || out.length >= MOST) continue;
      out.push({ ...one, name: freeName(one.name, out.map((other) => other.name)), bbox: [nx, ny, w, h] });
    }
  }
  return out;
}

/** What the names of a kind begin with: `R` of R12. */
export const headOf = (name: string): string => /^\D*/.exec(name.trim())?.[0] ?? "";

/** All components of the kind of this one, by what their names begin with; itself among them. */
export function alike(all: readonly Component[], index: number): number[] {
  const head = headOf(all[index]?.name ?? "");
  return all.flatMap((one, i) => (i === index || (head !== "" && headOf(one.name) === head) ? [i] : []));
}

/** Whether the way round of some of them matters. */
export function withEitherWay(all: readonly Component[], which: readonly number[], on: boolean): Component[] {
  return all.map((one, i) => {
    if (!which.includes(i)) return one;
    const { name, bbox } = one;
    return on ? { name, bbox, eitherWay: true } : { name, bbox };
  });
}

export type Fault = { kind: "none" | "many" | "name" } | { kind: "twice" | "small"; name: string };

export function faultOf(components: readonly Component[]): Fault | null {
  if (components.length === 0) return { kind: "none" };
  if (components.length > MOST) return { kind: "many" };
  const seen = new Set<string>();
  for (const { name, bbox } of components) {
    const own = name.trim();
    if (!own) return { kind: "name" };
    if (seen.has(own)) return { kind: "twice", name: own };
    seen.add(own);
    if (bbox[2] < SMALLEST || bbox[3] < SMALLEST) return { kind: "small", name: own };
  }
  return null;
}

export function layoutOf(draft: Draft): BoardLayout | null {
  if (draft.picture === null || faultOf(draft.components)) return null;
  return { picture_id: draft.picture, components: draft.components.map(({ name, bbox, eitherWay }) => ({ name: name.trim(), bbox: [...bbox], ...(eitherWay ? { either_way: true } : {}) })) };
}

/** A `layout.json` as the command line reads it: left, top, right and bottom by name. `null` where it is none. */
export function readLayout(text: string, width: number, height: number): Component[] | null {
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch {
    return null;
  }
  const components = typeof told === "object" && told !== null ? (told as { components?: unknown }).components : undefined;
  if (typeof components !== "object" || components === null) return null;
  const listed = (told as { either_way?: unknown }).either_way;
  const eitherWay = new Set<unknown>(Array.isArray(listed) ? listed : []);
  const read = Object.entries(components).flatMap(([name, corners]): Component[] => {
    if (!Array.isArray(corners) || corners.length !== 4 || !corners.every((one) => typeof one === "number" && Number.isFinite(one))) return [];
    const [left, top, right, bottom] = corners as [number, number, number, number];
    const [x0, y0, x1, y1] = [Math.max(0, left), Math.max(0, top), Math.min(width, right), Math.min(height, bottom)];
    return name.trim() && x1 - x0 >= SMALLEST && y1 - y0 >= SMALLEST ? [{ name: name.trim(), bbox: [x0, y0, x1 - x0, y1 - y0], ...(eitherWay.has(name) ? { eitherWay: true } : {}) }] : [];
  });
  return read.length > 0 ? read.slice(0, MOST) : null;
}
