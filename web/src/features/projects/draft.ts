// What the wizard has collected so far. Kept in the browser, so that nothing is lost by going back or closing.
import type { NewProject, Scene } from "@/api/contract";
import { nextColour } from "@/lib/palette";
import { recall, remember } from "@/lib/remember";

export type Defect = { name: string; colour: string };
/** A label set that the project begins with. */
export type DraftSet = { id: string; name: string; classes: Defect[] };
export type Draft = {
  scene: Scene;
  name: string;
  product: string;
  note: string;
  /** Undefined until somebody types: then the word of the language is shown. */
  goodName: string | undefined;
  defects: Defect[];
  set: DraftSet | null;
};

export const emptyDraft: Draft = { scene: "foreign_object", name: "", product: "", note: "", goodName: undefined, defects: [], set: null };

const NAME = "new-project";

export function loadDraft(): Draft {
  try {
    const kept = JSON.parse(recall(NAME) ?? "null") as Partial<Draft> | null;
    return kept && typeof kept === "object" ? { ...emptyDraft, ...kept } : emptyDraft;
  } catch {
    return emptyDraft;
  }
}

export function keepDraft(draft: Draft | null): void {
  remember(NAME, JSON.stringify(draft));
}

export function addDefect(draft: Draft): Draft {
  return { ...draft, defects: [...draft.defects, { name: "", colour: nextColour(draft.defects.map((one) => one.colour)) }] };
}

/** The name that appears twice among the classes, if any. Case and outer spaces do not make a difference. */
export function repeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const name of names.map((one) => one.trim())) {
    if (!name) continue;
    const low = name.toLowerCase();
    if (seen.has(low)) return name;
    seen.add(low);
  }
  return undefined;
}

export function bodyOf(draft: Draft, goodName: string): NewProject {
  return {
    name: draft.name.trim(),
    product: draft.product.trim(),
    scene: draft.scene,
    good_name: goodName.trim(),
    note: draft.note.trim(),
    classes: draft.defects
      .map((one) => ({ name: one.name.trim(), colour: one.colour }))
      .filter((one) => one.name !== ""),
    label_set_id: draft.set?.id ?? null,
  };
}
