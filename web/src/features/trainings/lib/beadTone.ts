// By what light or colour a bead is told from the ground around it.
import type { BeadPlan } from "@/api/contract";
import type { Place } from "./beadPlan";

export type Threshold = NonNullable<BeadPlan["threshold"]>;
export type Tone = Threshold["of"];
export type Rgb = readonly [number, number, number];

export const tones = ["light", "red_green", "blue_green"] as const satisfies readonly Tone[];
export const firstThreshold: Threshold = { of: "light", least: 128, most: 255 };

/** As the server looks at a place. */
export function valueOf(tone: Tone, [r, g, b]: Rgb): number {
  if (tone === "light") return 0.299 * r + 0.587 * g + 0.114 * b;
  return tone === "red_green" ? r - g : b - g;
}

/** Places that must show bead, and places beside that must not. */
export function placesOf(path: readonly Place[], closed: boolean, width: number, tolerance: number): { inside: Place[]; outside: Place[] } {
  const [inside, outside]: [Place[], Place[]] = [[], []];
  const around = closed && path[0] ? [...path, path[0]] : path;
  around.slice(1).forEach(([x, y], i) => {
    const [fromX, fromY] = around[i] ?? [x, y];
    const length = Math.hypot(x - fromX, y - fromY);
    const [dx, dy] = [(x - fromX) / (length || 1), (y - fromY) / (length || 1)];
    for (let far = 2; far < length; far += 4) {
      const at = (across: number): Place => [fromX + dx * far - dy * across, fromY + dy * far + dx * across];
      inside.push(at(0), at(width / 4), at(-width / 4));
      const beside = width / 2 + tolerance + 3;
      outside.push(at(beside), at(-beside));
    }
  });
  return { inside, outside };
}

const part = (sorted: readonly number[], share: number) => sorted[Math.round((sorted.length - 1) * share)] ?? 0;
/** Fewer steps apart, and it is told by chance. */
const LEAST_APART = 10;

/** The value that parts what the bead shows from what lies beside it, of the tone that parts them furthest; null where none does. */
export function proposed(inside: readonly Rgb[], outside: readonly Rgb[]): Threshold | null {
  if (inside.length < 10 || outside.length < 10) return null;
  let best: { apart: number; threshold: Threshold } | null = null;
  for (const of of tones) {
    const [bead, ground] = [inside, outside].map((all) => all.map((one) => valueOf(of, one)).sort((a, b) => a - b)) as [number[], number[]];
    const lighter = part(bead, 0.05) - part(ground, 0.95);
    const darker = part(ground, 0.05) - part(bead, 0.95);
    const apart = Math.max(lighter, darker);
    if (apart < LEAST_APART || (best && apart <= best.apart)) continue;
    const middle = Math.round(lighter > darker ? (part(bead, 0.05) + part(ground, 0.95)) / 2 : (part(ground, 0.05) + part(bead, 0.95)) / 2);
    best = { apart, threshold: lighter > darker ? { of, least: middle, most: 255 } : { of, least: -255, most: middle } };
  }
  return best?.threshold ?? null;
}

/** Colours of a picture at these places. */
export async function coloursAt(url: string, sets: readonly (readonly Place[])[]): Promise<Rgb[][]> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return sets.map(() => []);
  context.drawImage(image, 0, 0);
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
  return sets.map((places) => places.flatMap(([x, y]): Rgb[] => {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    if (column < 0 || row < 0 || column >= width || row >= height) return [];
    const at = 4 * (row * width + column);
    return [[data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]];
  }));
}
