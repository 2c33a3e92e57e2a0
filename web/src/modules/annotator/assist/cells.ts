// Superpixels: pixels that are near to each other and alike, to be clicked together (SLIC, Achanta et al. 2012).
import type { Crop } from "./pixels";

const ROUNDS = 6;
/** How much nearness counts beside likeness. */
const COMPACT = 12;

export type Labels = { readonly labels: Int32Array; readonly count: number };

/** `side`: of a cell, in pixels of the crop. */
export function cells(crop: Crop, side: number): Labels {
  const { width, height } = crop;
  const lab = labOf(crop);
  const centres = seeds(lab, width, height, side);
  const labels = new Int32Array(width * height).fill(-1);
  const far = new Float32Array(width * height);
  const near = (COMPACT / side) ** 2;
  for (let round = 0; round < ROUNDS; round += 1) {
    far.fill(Infinity);
    centres.forEach((c, number) => {
      const [l, a, b, cx, cy] = c as [number, number, number, number, number];
      const [left, right] = [Math.max(0, Math.floor(cx - side)), Math.min(width - 1, Math.ceil(cx + side))];
      for (let y = Math.max(0, Math.floor(cy - side)); y <= Math.min(height - 1, Math.ceil(cy + side)); y += 1) {
        for (let x = left; x <= right; x += 1) {
          const at = y * width + x;
          const i = at * 3;
          const apart =
            ((lab[i] as number) - l) ** 2 + ((lab[i + 1] as number) - a) ** 2 + ((lab[i + 2] as number) - b) ** 2 + ((x - cx) ** 2 + (y - cy) ** 2) * near;
          if (apart < (far[at] as number)) {
            far[at] = apart;
            labels[at] = number;
          }
        }
      }
    });
    const sums = new Float64Array(centres.length * 6);
    labels.forEach((number, at) => {
      if (number < 0) return;
      const x = at % width;
      const values = [lab[at * 3] as number, lab[at * 3 + 1] as number, lab[at * 3 + 2] as number, x, (at - x) / width, 1];
      for (let part = 0; part < 6; part += 1) sums[number * 6 + part] = (sums[number * 6 + part] as number) + (values[part] as number);
    });
    centres.forEach((centre, number) => {
      const many = sums[number * 6 + 5] as number;
      if (many > 0) for (let part = 0; part < 5; part += 1) centre[part] = (sums[number * 6 + part] as number) / many;
    });
  }
  return connected(labels, width, (side * side) / 4);
}

/** On a grid, each moved to the calmest pixel beside it. */
function seeds(lab: Float32Array, width: number, height: number, side: number): number[][] {
  const centres: number[][] = [];
  const rough = (x: number, y: number) => {
    if (x < 1 || y < 1 || x >= width - 1 || y >= height - 1) return Infinity;
    let sum = 0;
    for (let part = 0; part < 3; part += 1) {
      const v = (px: number, py: number) => lab[(py * width + px) * 3 + part] as number;
      sum += (v(x + 1, y) - v(x - 1, y)) ** 2 + (v(x, y + 1) - v(x, y - 1)) ** 2;
    }
    return sum;
  };
  const [columns, rows] = [Math.max(1, Math.round(width / side)), Math.max(1, Math.round(height / side))];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const [x0, y0] = [Math.floor(((column + 0.5) * width) / columns), Math.floor(((row + 0.5) * height) / rows)];
      let [bx, by, least] = [x0, y0, rough(x0, y0)];
      for (let y = y0 - 1; y <= y0 + 1; y += 1) {
        for (let x = x0 - 1; x <= x0 + 1; x += 1) {
          const here = rough(x, y);
          if (here < least) [bx, by, least] = [x, y, here];
        }
      }
      const at = (by * width + bx) * 3;
      centres.push([lab[at] as number, lab[at + 1] as number, lab[at + 2] as number, bx, by]);
    }
  }
  return centres;
}

/** Every cell in one piece: crumbs go to the cell that was met before them. */
function connected(labels: Int32Array, width: number, least: number): Labels {
  const out = new Int32Array(labels.length).fill(-1);
  let count = 0;
  const piece: number[] = [];
  for (let start = 0; start < labels.length; start += 1) {
    if (out[start] !== -1) continue;
    piece.length = 0;
    piece.push(start);
    out[start] = count;
    let beside = -1;
    for (let head = 0; head < piece.length; head += 1) {
      const at = piece[head] as number;
      const x = at % width;
      for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width < labels.length ? at + width : -1]) {
        if (next < 0) continue;
        const other = out[next] as number;
        if (other === -1 && labels[next] === labels[start]) {
          out[next] = count;
          piece.push(next);
        } else if (other >= 0 && other !== count) beside = other;
      }
    }
    if (piece.length < least && beside >= 0) for (const at of piece) out[at] = beside;
    else count += 1;
  }
  return { labels: out, count };
}

/** CIELAB, in which the same distance looks the same everywhere. */
function labOf({ data, width, height }: Crop): Float32Array {
  const line = Float32Array.from({ length: 256 }, (_, value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  const root = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const lab = new Float32Array(width * height * 3);
  for (let index = 0; index < width * height; index += 1) {
    const [r, g, b] = [line[data[index * 4] as number] as number, line[data[index * 4 + 1] as number] as number, line[data[index * 4 + 2] as number] as number];
    const x = root((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    const y = root(0.2126 * r + 0.7152 * g + 0.0722 * b);
    const z = root((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
    lab.set([116 * y - 16, 500 * (x - y), 200 * (y - z)], index * 3);
  }
  return lab;
}
