// What is drawn on the picture for the chosen step.
import type { RecipeDoc as Doc, RecipeReason, RecipeStepResult } from "@/api/contract";
import { outlineOf } from "@/lib/textArc";
import type { Overlay } from "@/components/Stage";
import { asRecord, stepOf, valueAt } from "./doc";
import { apply, corners, identity, isArc, isBox, isPolygon, type Mapping, type Box, type Point } from "./geometry";

/** From the frame that a step's coordinates are told in to the shown picture; null where the part was not located. */
export function frameOf(doc: Doc, on: unknown, results: readonly RecipeStepResult[]): Mapping | null {
  const step = stepOf(doc, typeof on === "string" ? on : null);
  // Regions that were drawn are told in the frame of what they stand on.
  if (step?.kind === "regions" && !("found" in step)) return frameOf(doc, step.on, results);
  if (step?.kind !== "locate") return identity;
  const located = results.find((one) => one.id === step.id);
  return located?.state === "done" ? (located.place?.map ?? null) : null;
}

const quad = (points: readonly Point[], tone: Overlay["tone"], label?: string): Overlay => ({ points, tone, ...(label ? { label } : {}) });

/** Boxes, outlines and bows by name, laid into the shown picture. */
const shapes = (named: Record<string, unknown>, map: Mapping, tone: Overlay["tone"]): Overlay[] =>
  Object.entries(named).flatMap(([name, shape]) => {
    const { box, polygon, arc } = asRecord(shape);
    const points = isBox(box) ? corners(box) : isPolygon(polygon) ? polygon : isArc(arc) ? outlineOf(arc) : null;
    const laid = points?.map((point) => apply(map, point));
    // Behind the horizon of a part that is seen from aside there is nothing to draw.
    return laid?.every(([x]) => Number.isFinite(x)) ? [quad(laid, tone, name)] : [];
  });

export function overlaysOf(doc: Doc, chosen: string | null, results: readonly RecipeStepResult[], reasons: readonly RecipeReason[], picture: string | null): Overlay[] {
  const step = stepOf(doc, chosen);
  if (!step) return [];
  const result = results.find((one) => one.id === step.id);
  const crops = (of: (reason: RecipeReason) => boolean) => reasons.filter((one) => of(one) && one.crop).map((one): Overlay => ({ points: corners(one.crop as Box), tone: one.verdict === "recheck" ? "recheck" : "ng", label: one.rule ?? one.step, strong: true }));
  switch (step.kind) {
    case "acquire": return isBox(step.part) ? [quad(corners(step.part), "region")] : [];
    case "locate": {
      // Where nothing was found there are no numbers.
      const map = result?.place?.map.length ? result.place.map : null;
      const boxes = [valueAt(step, ["by", "template"]), valueAt(step, ["by", "features"]), ...((valueAt(step, ["by", "fiducials", "marks"]) as unknown[] | undefined) ?? [])].filter(isBox);
      // On its own reference picture they lie where they are told, found or not.
      const here = step.picture === `pictures/${picture}` ? identity : map;
      return here ? boxes.map((box) => quad(corners(box).map((point) => apply(here, point)), "region")) : [];
    }
    case "regions": {
      const map = frameOf(doc, step.on, results);
      const drawn = asRecord(step.regions);
      // What is written now, not what was tried a moment ago.
      if (map && Object.keys(drawn).length > 0) return shapes(drawn, map, "region");
      return Object.entries(result?.regions ?? {}).map(([name, points]) => quad(points, "region", name));
    }
    case "look": {
      const looked = results.find((one) => one.id === step.on);
      const frames = Object.entries(looked?.regions ?? {}).map(([name, points]) => quad(points, "frame", name));
      const found = Object.values(result?.found ?? {}).flatMap((one) => [
        ...one.regions.map((region) => quad(region.polygon, one.verdict === "ng" ? "ng" : "ok", region.class)),
        ...(one.texts ?? []).map((text) => quad(text.quad, "ok", text.text)),
      ]);
      const map = frameOf(doc, step.on, results);
      return [...frames, ...(map ? shapes(asRecord(step.ignore), map, "ignored") : []), ...found];
    }
    case "code": return Object.values(result?.codes ?? {}).flatMap((codes) => codes.map((code) => quad(code.quad, "ok", code.text)));
    case "rules": return crops((reason) => reason.step === step.id);
    default: return crops(() => true);
  }
}
