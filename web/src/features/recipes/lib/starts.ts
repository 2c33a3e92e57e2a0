// What a new recipe may begin from: each of the scenes with what the models of the project can do, and the bare minimum.
import type { RecipeDoc as Doc, RecipeStep as Step } from "@/api/contract";
import { modelName, pictureName } from "./doc";

export const starts = ["blank", "components", "text", "foreign", "glue"] as const;
export type Start = (typeof starts)[number];

export type Offer = { models: readonly { number: number; task: string; stage: string }[]; picture: { id: string; width: number; height: number } | null };

/** Tasks that suit a scene, the best first. */
const tasks: Record<Exclude<Start, "blank">, readonly string[]> = {
  components: ["components", "compare", "anomaly", "classify"],
  text: ["read"],
  foreign: ["anomaly", "segment", "detect", "classify"],
  glue: ["glue", "segment", "anomaly"],
};

/** The newest model of the best task that there is; released ones before drafts. */
export function modelFor(start: Start, models: Offer["models"]): Offer["models"][number] | undefined {
  if (start === "blank") return undefined;
  for (const task of tasks[start]) {
    const fits = models.filter((one) => one.task === task && one.stage !== "retired");
    const best = [...fits].sort((a, b) => Number(b.stage === "released") - Number(a.stage === "released") || b.number - a.number)[0];
    if (best) return best;
  }
  return undefined;
}

/** A document that can run at once. `locate` lies in it where a picture is there to find the part by. */
export function documentOf(start: Start, name: string, offer: Offer): Doc {
  const model = modelFor(start, offer.models);
  const { picture } = offer;
  const shot: Step = { id: "shot", kind: "acquire" };
  const sharp = { name: "sharp", kind: "number", of: "shot", field: "sharpness", min: 10, otherwise: "recheck" };
  const middle: Step[] = [];
  const rules: Record<string, unknown>[] = [sharp];
  let on = "shot";
  if (start !== "blank" && start !== "foreign" && picture) {
    middle.push({ id: "part", kind: "locate", on: "shot", picture: pictureName(picture.id), by: { scene: {} } });
    on = "part";
  }
  if (picture && (start === "text" || start === "foreign")) {
    // A part in the middle to be drawn anew; all of it where nothing but the picture is known.
    const { width, height } = picture;
    const box = start === "text" ? [width * 0.25, height * 0.375, width * 0.5, height * 0.25] : [0, 0, width, height];
    middle.push({ id: "places", kind: "regions", on, regions: { [start === "text" ? "label" : "area"]: { box: box.map(Math.round) } } });
    on = "places";
  }
  if (start === "text") {
    middle.push({ id: "code", kind: "code", on });
    if (model) {
      middle.push({ id: "text", kind: "look", on, model: modelName(model.number) });
      rules.push({ name: "text", kind: "text", of: "text", pattern: ".+" });
    } else {
      rules.push({ name: "code", kind: "count", of: "code", min: 1 });
    }
  } else if (model) {
    const compared = model.task === "compare" && picture ? { template: pictureName(picture.id) } : {};
    middle.push({ id: "look", kind: "look", on, model: modelName(model.number), ...compared });
    rules.push({ name: "passes", kind: "passes", of: "look" });
    if (start === "foreign" && model.task !== "classify") rules.push({ name: "small", kind: "limits", of: "look", classes: { "*": { most: 0 } } });
  }
  return { format: 1, name, version: 1, steps: [shot, ...middle, { id: "limits", kind: "rules", rules }, { id: "verdict", kind: "verdict", of: ["limits"] }] };
}
