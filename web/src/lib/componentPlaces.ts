// Where each component of a board lies in a picture, and in which order one looks at them.
import type { ComponentResult, FoundRegion } from "@/api/contract";
import type { Bounds } from "./boxes";

export type PlacedComponent = { name: string; bbox: Bounds };
export type Shown = ComponentResult & {
  name: string;
  /** In the picture; nothing where the board is not known. */
  here: Bounds | null;
  /** On the good board. */
  golden: Bounds | null;
};

/**
 * Faulty ones first, the surest of them before all. A faulty one lies where the model found it; a sound one where it lies on the
 * good board, moved as far as it was told to be.
 */
export function shownComponents(told: Readonly<Record<string, ComponentResult>>, regions: readonly FoundRegion[], board: readonly PlacedComponent[]): Shown[] {
  const left = [...regions];
  const faulty = (one: { state: string }) => one.state !== "ok";
  const order = Object.entries(told).sort(([a, x], [b, y]) => Number(faulty(y)) - Number(faulty(x)) || y.score - x.score || a.localeCompare(b));
  return order.map(([name, one]) => {
    const golden = board.find((other) => other.name === name)?.bbox ?? null;
    const at = faulty(one) ? left.findIndex((region) => region.class === one.state && region.score === one.score) : -1;
    const region = at >= 0 ? left.splice(at, 1)[0] : undefined;
    const [x = 0, y = 0, w = 0, h = 0] = golden ?? [];
    const moved = golden ? [x + (faulty(one) ? 0 : one.dx), y + (faulty(one) ? 0 : one.dy), w, h] : null;
    return { ...one, name, golden, here: region?.bbox ?? moved };
  });
}
