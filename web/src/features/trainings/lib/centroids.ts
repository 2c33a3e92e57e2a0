// A centroid file (pick and place): where the middle of each component lies on the board, in its own measures. Two or three components
// whose place on the picture is known tell where all the others are.
import { MOST, SMALLEST, inside, type Component } from "./layout";
import { cellsOf } from "./csv";

export type Side = "top" | "bottom";
export type Centroid = { name: string; x: number; y: number; /** Degrees, against the clock. */ turn: number; side: Side; /** Its case, such as `0603`. */ size: string };
export type Centroids = { rows: Centroid[]; /** A millimetre in the file's measure. */ mm: number };

const heads: Record<"name" | "x" | "y" | "turn" | "side" | "size", RegExp> = {
  name: /^(designator|ref\s?des|refdes|ref|reference|part|component|位号|元件位号)$/i,
  x: /^(mid|center|centre|centroid|pos|ref|location|中心|坐标)?[\s_-]*x([\s_-]*(pos|mid|center|坐标))?$/i,
  y: /^(mid|center|centre|centroid|pos|ref|location|中心|坐标)?[\s_-]*y([\s_-]*(pos|mid|center|坐标))?$/i,
  turn: /^(rotation|rot|angle|orientation|角度|旋转|旋转角度)$/i,
  side: /^(layer|side|tb|board side|层|面|板面)$/i,
  size: /^(package|footprint|pattern|case|封装)$/i,
};
/** Units stand behind a heading in brackets, or behind a number. */
const bare = (head: string) => head.replace(/^#/, "").replace(/[([].*$/, "").trim();
const perMm: Record<string, number> = { mil: 1 / 0.0254, mils: 1 / 0.0254, thou: 1 / 0.0254, in: 1 / 25.4, inch: 1 / 25.4, mm: 1 };

const number = (text: string | undefined): number => {
  const digits = (text ?? "").replace(/[^\d.,eE+-].*$/, "").replace(",", ".");
  return digits ? Number(digits) : NaN;
};
const unitOf = (text: string): string | undefined => /[\d\s([](mils?|thou|inch|in|mm)\b/i.exec(text)?.[1]?.toLowerCase();

/** Lines below the headings that tell whether the first of them is one. */
const LOOKED_AT = 20;

/** `null` where no line has the headings of a name and of x and y. */
export function readCentroids(text: string): Centroids | null {
  const lines = cellsOf(text);
  const named = lines.map((cells, line) => {
    const all = cells.map(bare);
    // A line of remarks has its sign in front, below which there is nothing; where numbers stand there, it is their heading.
    const alike = (count: number) => lines.slice(line + 1, line + 1 + LOOKED_AT).filter((below) => below.length === count).length;
    return all[0] === "" && alike(all.length - 1) > alike(all.length) ? all.slice(1) : all;
  });
  const at = named.findIndex((cells) => heads.name.test(cells.find((one) => heads.name.test(one)) ?? "") && cells.some((one) => heads.x.test(one)) && cells.some((one) => heads.y.test(one)));
  const head = named[at];
  if (!head) return null;
  const column = (key: keyof typeof heads): number => {
    const all = head.flatMap((one, i) => (heads[key].test(one) ? [i] : []));
    // Of several, such as that of the middle and that of a pad, the middle counts.
    return all.find((i) => /mid|cent|中心/i.test(head[i] ?? "")) ?? all[0] ?? -1;
  };
  const [name, x, y, turn, side, size] = (["name", "x", "y", "turn", "side", "size"] as const).map(column) as [number, number, number, number, number, number];
  const rows: Centroid[] = [];
  const seen = new Set<string>();
  let unit = unitOf((lines[at] ?? []).join(" "));
  for (const cells of lines.slice(at + 1)) {
    const own = cells[name]?.trim() ?? "";
    const [px, py] = [number(cells[x]), number(cells[y])];
    if (!own || own.startsWith("#") || !cells[x] || !cells[y] || !Number.isFinite(px) || !Number.isFinite(py) || seen.has(own)) continue;
    seen.add(own);
    unit ??= unitOf(cells[x] ?? "");
    const turned = number(cells[turn]);
    rows.push({
      name: own, x: px, y: py, turn: Number.isFinite(turned) ? turned : 0, size: cells[size] ?? "",
      side: /^(b|bottom|bottomlayer|底|反)/i.test((cells[side] ?? "").replace(/[\s_-]/g, "")) ? "bottom" : "top",
    });
  }
  return rows.length > 0 ? { rows: rows.slice(0, 10 * MOST), mm: perMm[unit ?? "mm"] ?? 1 } : null;
}

/** From the file's measure to pixels: x' = a x + b y + c, y' = d x + e y + f. */
export type Mapping = readonly [a: number, b: number, c: number, d: number, e: number, f: number];
export type Known = { row: Centroid; at: readonly [number, number] };

/** By two known places: shifted, turned, scaled; by three also stretched and leaning. `null` where they lie in one place or on one line. */
export function mappingOf(known: readonly Known[], side: Side): Mapping | null {
  const [p, q, r] = known;
  if (!p || !q) return null;
  // Files have y going up; from below, x goes the other way as well.
  const sign = side === "top" ? -1 : 1;
  if (!r) {
    const [dx, dy] = [q.row.x - p.row.x, sign * (q.row.y - p.row.y)];
    const [du, dv] = [q.at[0] - p.at[0], q.at[1] - p.at[1]];
    const long = dx * dx + dy * dy;
    if (long < 1e-9 || du * du + dv * dv < 1) return null;
    const [cos, sin] = [(dx * du + dy * dv) / long, (dx * dv - dy * du) / long];
    const [a, b, d, e] = [cos, -sin * sign, sin, cos * sign];
    return [a, b, p.at[0] - a * p.row.x - b * p.row.y, d, e, p.at[1] - d * p.row.x - e * p.row.y];
  }
  const [x1, y1, x2, y2] = [q.row.x - p.row.x, q.row.y - p.row.y, r.row.x - p.row.x, r.row.y - p.row.y];
  const det = x1 * y2 - x2 * y1;
  if (Math.abs(det) < 1e-6 * (Math.hypot(x1, y1) * Math.hypot(x2, y2) + 1e-12)) return null;
  const solve = (u1: number, u2: number): [number, number] => [(u1 * y2 - u2 * y1) / det, (x1 * u2 - x2 * u1) / det];
  const [a, b] = solve(q.at[0] - p.at[0], r.at[0] - p.at[0]);
  const [d, e] = solve(q.at[1] - p.at[1], r.at[1] - p.at[1]);
  return [a, b, p.at[0] - a * p.row.x - b * p.row.y, d, e, p.at[1] - d * p.row.x - e * p.row.y];
}

/** Sizes of usual cases in mm, by what stands in their name. */
const cases: readonly [RegExp, number, number][] = [
  [/01005/, 0.4, 0.2], [/0201/, 0.6, 0.3], [/0402/, 1, 0.5], [/0603/, 1.6, 0.8], [/0805/, 2, 1.25], [/1206/, 3.2, 1.6], [/1210/, 3.2, 2.5], [/2010/, 5, 2.5], [/2512/, 6.4, 3.2],
  [/SOT-?23/i, 3, 2.6], [/SOD-?123/i, 3.7, 1.6], [/SOIC-?8|SOP-?8/i, 5, 6],
];

/** Boxes on the picture; what lies outside or would be too small is left out. `usual` is the size in mm of cases that nobody knows. */
export function placeAll({ rows, mm }: Centroids, map: Mapping, side: Side, usual: readonly [number, number], size: readonly [number, number]): Component[] {
  const [a, b, c, d, e, f] = map;
  const out: Component[] = [];
  for (const row of rows) {
    if (row.side !== side || out.length >= MOST) continue;
    const known = cases.find(([name]) => name.test(row.size));
    const [w, h] = known ? [known[1], known[2]] : usual;
    const turn = (row.turn * Math.PI) / 180;
    const corners = [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([i = 0, j = 0]) => {
      const [lx, ly] = [(i * w * mm) / 2, (j * h * mm) / 2];
      const [x, y] = [row.x + lx * Math.cos(turn) - ly * Math.sin(turn), row.y + lx * Math.sin(turn) + ly * Math.cos(turn)];
      return [a * x + b * y + c, d * x + e * y + f] as const;
    });
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    const [left, top, right, bottom] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    const [mx, my] = [(left + right) / 2, (top + bottom) / 2];
    if (mx < 0 || my < 0 || mx > size[0] || my > size[1]) continue;
    const [bw, bh] = [Math.max(SMALLEST, right - left), Math.max(SMALLEST, bottom - top)];
    out.push({ name: row.name, bbox: inside([mx - bw / 2, my - bh / 2, bw, bh], size[0], size[1]) });
  }
  return out;
}
