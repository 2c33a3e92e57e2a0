// Which picture another one is compared with, where nobody chose one.
import type { Picture } from "@/api/contract";

const partsOf = (name: string): { folder: string; stem: string } => {
  const slash = name.lastIndexOf("/") + 1;
  const file = name.slice(slash);
  const dot = file.lastIndexOf(".");
  return { folder: name.slice(0, slash), stem: (dot > 0 ? file.slice(0, dot) : file).toLowerCase() };
};

/** `x_temp` is the template of `x` and `x_test`, as for a training: the one in the same folder, else the only one. */
export function templateOf(here: Pick<Picture, "id" | "name"> | undefined, items: readonly Picture[]): Picture | undefined {
  if (!here) return undefined;
  const { folder, stem } = partsOf(here.name);
  const wanted = `${stem.replace(/_test$/, "")}_temp`;
  const found = items.filter((one) => one.id !== here.id && partsOf(one.name).stem === wanted);
  return found.find((one) => partsOf(one.name).folder === folder) ?? (found.length === 1 ? found[0] : undefined);
}

/** The nearest good picture, else the nearest. */
export function nearestOther(items: readonly Picture[], index: number): Picture | undefined {
  const others = items.map((one, at) => ({ one, far: Math.abs(at - index) })).filter(({ far }) => far > 0);
  const nearest = (some: typeof others) => [...some].sort((a, b) => a.far - b.far)[0]?.one;
  return nearest(others.filter(({ one }) => one.verdict === "good")) ?? nearest(others);
}

/** Its own template, then the golden picture that the project chose, then a good one near by. */
export function usualOther(items: readonly Picture[], index: number, golden: Picture | null): Picture | undefined {
  const here = items[index];
  return templateOf(here, items) ?? (golden && golden.id !== here?.id ? golden : undefined) ?? nearestOther(items, index);
}
