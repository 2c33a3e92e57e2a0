import { describe, expect, it } from "vitest";
import type { RecipeDoc } from "@/api/contract";
import { addStep, lackFor, moveStep, regionNames, removeStep, renameRegion, renameStep, rulesOf, stepKinds, withValue } from "./doc";
import { begin, put, redo, undo } from "./history";
import { apply, arcInBox, around, boxInFrame, dragged, inverse, isArc, pointsInFrame } from "./geometry";
import { isSound, outlineOf } from "@/lib/textArc";
import { documentOf, modelFor, starts } from "./starts";
import { overlaysOf } from "./overlays";

const doc: RecipeDoc = {
  format: 1, name: "r", steps: [
    { id: "shot", kind: "acquire" },
    { id: "places", kind: "regions", on: "shot", regions: { label: { box: [0, 0, 9, 9] }, pin: { box: [9, 9, 9, 9] } } },
    { id: "look", kind: "look", on: "places", regions: ["label"], model: "models/1.fovea" },
    { id: "limits", kind: "rules", rules: [{ name: "a", kind: "passes", of: "look", region: "label" }, { name: "b", kind: "any", rules: [{ kind: "same", of: { step: "look", region: "label" }, and: { step: "look" } }] }] },
    { id: "verdict", kind: "verdict", of: ["limits"] },
  ],
};
const offer = { models: [{ number: 3, task: "anomaly", stage: "released" }], picture: "p1" };

describe("a document", () => {
  it("keeps the order of its fields, and loses those that hold nothing", () => {
    const step = { id: "shot", kind: "acquire", exposure: { dark: 0.1 }, fresh: true };
    expect(Object.keys(withValue(step, ["exposure", "dark"], 0.2))).toEqual(["id", "kind", "exposure", "fresh"]);
    expect(withValue(step, ["exposure", "dark"], undefined)).toEqual({ id: "shot", kind: "acquire", fresh: true });
    expect(withValue({ by: {} }, ["by", "fiducials", "marks", 0], [1, 2, 3, 4])).toEqual({ by: { fiducials: { marks: [[1, 2, 3, 4]] } } });
    expect(withValue({ marks: [1, 2, 3] }, ["marks", 1], undefined)).toEqual({ marks: [1, 3] });
  });

  it("follows a step that gets another name, but no region of that name", () => {
    const renamed = renameStep(doc, "look", "eye");
    expect(JSON.stringify(renamed)).not.toContain('"look"}');
    expect(rulesOf(renamed.steps[3]!)[0]).toMatchObject({ of: "eye" });
    expect(rulesOf(renamed.steps[3]!)[1]).toMatchObject({ rules: [{ of: { step: "eye" }, and: { step: "eye" } }] });
    expect(renameStep(doc, "limits", "all").steps[4]).toMatchObject({ of: ["all"] });
    const named = renameStep(doc, "label", "x");
    expect(named).toEqual(doc);
  });

  it("follows a region that gets another name", () => {
    const renamed = renameRegion(doc, "places", "label", "text");
    expect(regionNames(renamed, "places")).toEqual(["text", "pin"]);
    expect(renamed.steps[2]).toMatchObject({ regions: ["text"] });
    expect(JSON.stringify(renamed)).not.toContain("label");
    expect(renameRegion(doc, "places", "label", "pin")).toBe(doc);
  });

  it("keeps the shot first and the verdict last", () => {
    expect(moveStep(doc, "limits", 0).steps.map((one) => one.id)).toEqual(["shot", "limits", "places", "look", "verdict"]);
    expect(moveStep(doc, "places", 9).steps.map((one) => one.id)).toEqual(["shot", "look", "limits", "places", "verdict"]);
    expect(moveStep(doc, "shot", 3)).toBe(doc);
  });

  it("takes each kind of step, named anew and counted where it must be", () => {
    for (const kind of stepKinds) {
      if (lackFor(kind, doc, offer)) continue;
      const added = addStep(doc, kind, "look", offer);
      const ids = added.doc.steps.map((one) => one.id);
      expect(new Set(ids).size).toBe(6);
      expect(ids[0]).toBe("shot");
      expect(ids.at(-1)).toBe("verdict");
      const at = ids.indexOf(added.id);
      const on = added.doc.steps[at]?.on;
      if (on !== undefined) expect(ids.slice(0, at)).toContain(on);
    }
    const rules = addStep(doc, "rules", null, offer);
    expect(rules.doc.steps.at(-1)).toMatchObject({ of: ["limits", rules.id] });
    expect(removeStep(rules.doc, rules.id)).toEqual(doc);
    expect(lackFor("look", doc, { models: [{ number: 1, task: "recipe" }], picture: null })).toBe("no_model");
    expect(lackFor("acquire", doc, offer)).toBe("once");
  });
});

describe("undo", () => {
  it("takes back what was typed in one go, and gives it again", () => {
    let history = begin(0);
    history = put(history, 1, "a", 1000);
    history = put(history, 12, "a", 1300);
    history = put(history, 13, "b", 1400);
    expect(undo(history).now).toBe(12);
    expect(undo(undo(history)).now).toBe(0);
    expect(undo(undo(undo(history))).now).toBe(0);
    expect(redo(undo(history)).now).toBe(13);
    expect(put(undo(history), 5, "c", 9000).future).toEqual([]);
  });
});

describe("places", () => {
  it("go from the picture to the reference and back", () => {
    const turn = Math.PI / 6;
    const map = [1.1 * Math.cos(turn), -1.1 * Math.sin(turn), 20, 1.1 * Math.sin(turn), 1.1 * Math.cos(turn), -5];
    const [x, y] = apply(inverse(map)!, apply(map, [12, 34]));
    expect([x, y].map((v) => Math.round(v * 1e6) / 1e6)).toEqual([12, 34]);
    const box = boxInFrame([100, 100, 22, 11], map)!;
    expect(box[2]).toBeCloseTo(20, 1);
    const middle = apply(map, [box[0] + box[2] / 2, box[1] + box[3] / 2]);
    expect(middle[0]).toBeCloseTo(111, 0);
    expect(inverse([0, 0, 0, 0, 0, 0])).toBeNull();
  });

  it("go through a part that is seen from aside", () => {
    const map = [1.1, -0.2, 30, 0.15, 0.95, 12, 0.0015, 0.0002, 1];
    const [x, y] = apply(inverse(map)!, apply(map, [120, 80]));
    expect([x, y].map((v) => Math.round(v * 1e6) / 1e6)).toEqual([120, 80]);
    const seen = apply(map, [120, 80]);
    const box = boxInFrame([seen[0] - 4, seen[1] - 4, 8, 8], map)!;
    expect(box[0] + box[2] / 2).toBeCloseTo(120, 0);
    // What is further away is seen smaller, so that it is larger there.
    expect(boxInFrame([apply(map, [10, 80])[0] - 4, apply(map, [10, 80])[1] - 4, 8, 8], map)![2]).toBeLessThan(box[2]);
    expect(pointsInFrame([seen], map)).toEqual([[120, 80]]);
    // Behind the horizon there is nothing.
    const horizon = [1, 0, 0, 0, 1, 0, -0.01, 0, 1];
    expect(apply(horizon, [150, 0])).toEqual([NaN, NaN]);
    const tilted: RecipeDoc = { steps: [{ id: "shot", kind: "acquire" }, { id: "part", kind: "locate", on: "shot" }, { id: "places", kind: "regions", on: "part", regions: { near: { box: [0, 0, 20, 10] }, far: { box: [120, 0, 20, 10] } } }] };
    const place = { agreement: 1, second: 0, dx: 0, dy: 0, angle: 0, scale: 1, map: horizon };
    const shown = overlaysOf(tilted, "places", [{ id: "part", kind: "locate", state: "done" as const, ms: 1, place }], [], null);
    expect(shown.map((one) => one.label)).toEqual(["near"]);
  });

  it("are drawn within the picture, and not by a slip", () => {
    expect(dragged([90, 90], [-5, 200], 100, 100)).toEqual([0, 90, 90, 10]);
    expect(dragged([5, 5], [6, 6], 100, 100)).toBeNull();
  });

  it("are shown where the part lies", () => {
    const located: RecipeDoc = { steps: [{ id: "shot", kind: "acquire" }, { id: "part", kind: "locate", on: "shot" }, { id: "places", kind: "regions", on: "part", regions: { a: { box: [0, 0, 2, 1] } } }] };
    const place = { agreement: 1, second: 0, dx: 5, dy: 0, angle: 0, scale: 1, map: [1, 0, 5, 0, 1, 0] };
    const results = [{ id: "part", kind: "locate", state: "done" as const, ms: 1, place }];
    expect(overlaysOf(located, "places", results, [], null)[0]?.points).toEqual([[5, 0], [7, 0], [7, 1], [5, 1]]);
    expect(overlaysOf(located, "places", [], [], null)).toEqual([]);
    const look = { id: "look", kind: "look", on: "places", model: "models/1.fovea", ignore: { clamp: { box: [0, 0, 2, 1] } } };
    const ignored = overlaysOf({ steps: [...located.steps, look] }, "look", results, [], null);
    expect(ignored).toEqual([{ points: [[5, 0], [7, 0], [7, 1], [5, 1]], tone: "ignored", label: "clamp" }]);
  });
});

describe("starts", () => {
  const models = [{ number: 1, task: "anomaly", stage: "draft" }, { number: 2, task: "anomaly", stage: "released" }, { number: 3, task: "segment", stage: "retired" }, { number: 4, task: "read", stage: "draft" }];
  it("use what the project's models offer", () => {
    expect(modelFor("foreign", models)?.number).toBe(2);
    expect(modelFor("text", models)?.number).toBe(4);
    expect(modelFor("glue", [models[2]!])).toBeUndefined();
  });

  it("begin with a shot, end with a verdict, and name only steps before", () => {
    for (const start of starts) {
      for (const picture of [null, { id: "p", width: 640, height: 480 }]) {
        for (const offered of [[], models]) {
          const made = documentOf(start, "x", { models: offered, picture });
          const ids = made.steps.map((one) => one.id);
          expect([ids[0], ids.at(-1)]).toEqual(["shot", "verdict"]);
          made.steps.forEach((step, at) => {
            const named = [step.on, ...rulesOf(step).map((rule) => rule.of)].filter((one) => one !== undefined);
            for (const one of named) expect(ids.slice(0, at), `${start}: ${String(one)}`).toContain(one);
          });
        }
      }
    }
  });
});

describe("a region along a circle", () => {
  it("begins as a bow within a box, and is shown bent", () => {
    const arc = arcInBox([10, 20, 80, 40]);
    expect(arc).toEqual({ start: [10, 55], middle: [50, 25], end: [90, 55], height: 10 });
    expect(isArc(arc) && isSound(arc, 1)).toBe(true);
    expect(isArc({ ...arc, start: [1] }) || isArc(null) || isArc([0, 0, 1, 1])).toBe(false);
    const [x, y, w, h] = around(outlineOf(arc));
    expect(y).toBe(20);
    expect(x <= 10 && x + w >= 90 && y + h >= 55).toBe(true);
    const bent: RecipeDoc = { ...doc, steps: doc.steps.map((one) => (one.id === "places" ? { ...one, regions: { rim: { arc } } } : one)) };
    const shown = overlaysOf(bent, "places", [], [], null);
    expect(shown.map((one) => [one.label, one.points.length])).toEqual([["rim", 50]]);
  });
});
