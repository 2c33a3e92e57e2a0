// A picture unrolled along a path: a column for each place along it, a row for each pixel across.
export type Place = readonly number[];

/** Points at even distances along the path, each with the direction to the right of it. */
export function columnsOf(path: readonly Place[], columns: number): { x: number; y: number; nx: number; ny: number }[] {
  if (path.length < 2 || columns < 2) return [];
  const at = (i: number): [number, number] => {
    const [x = 0, y = 0] = path[Math.min(path.length - 1, Math.max(0, i))] ?? [];
    return [x, y];
  };
  return Array.from({ length: columns }, (_, c) => {
    // The points of the path are at even distances themselves.
    const along = (c / (columns - 1)) * (path.length - 1);
    const i = Math.min(path.length - 2, Math.floor(along));
    const t = along - i;
    const [[ax, ay], [bx, by]] = [at(i), at(i + 1)];
    const [[fx, fy], [gx, gy]] = [at(i - 1), at(i + 2)];
    const [dx, dy] = [gx - fx, gy - fy];
    const length = Math.hypot(dx, dy) || 1;
    return { x: ax + t * (bx - ax), y: ay + t * (by - ay), nx: -dy / length, ny: dx / length };
  });
}

type Pixels = { data: Uint8ClampedArray; width: number; height: number };

/** `half` pixels on both sides of the path are shown; what lies outside of the picture is black. */
export function unroll(picture: Pixels, path: readonly Place[], columns: number, rows: number, half: number): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray(columns * rows * 4);
  columnsOf(path, columns).forEach(({ x, y, nx, ny }, c) => {
    for (let r = 0; r < rows; r += 1) {
      const across = ((r + 0.5) / rows - 0.5) * 2 * half;
      const [px, py] = [Math.floor(x + across * nx), Math.floor(y + across * ny)];
      const to = (r * columns + c) * 4;
      out[to + 3] = 255;
      if (px < 0 || py < 0 || px >= picture.width || py >= picture.height) continue;
      const from = (py * picture.width + px) * 4;
      for (let k = 0; k < 3; k += 1) out[to + k] = picture.data[from + k] ?? 0;
    }
  });
  return out;
}
