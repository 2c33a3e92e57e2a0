// The document of a recipe as the editor changes it: every change gives a new one, and what others say of a step goes along when it is renamed.
import type { RecipeDoc as Doc, RecipeStep as Step } from "@/api/contract";

export const stepKinds = ["acquire", "locate", "regions", "look", "code", "rules", "verdict"] as const;
export type StepKind = (typeof stepKinds)[number];
export const ruleKinds = ["passes", "class", "number", "count", "limits", "text", "same", "all", "any", "not"] as const;
export type RuleKind = (typeof ruleKinds)[number];
export type Rule = { kind: RuleKind; name?: string } & { [field: string]: unknown };

export type Path = readonly (string | number)[];

/** What stands at a path; undefined where there is nothing. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((found, part) => (found !== null && typeof found === "object" ? (found as Record<string | number, unknown>)[part] : undefined), value);
}

/** The same with another value at a path; `undefined` takes the field out, and fields that hold nothing then go with it. */
export function withValue<T>(whole: T, path: Path, value: unknown): T {
  const [part, ...rest] = path;
  if (part === undefined) return value as T;
  if (Array.isArray(whole)) {
    const list = [...(whole as unknown[])];
    if (value === undefined && rest.length === 0) list.splice(Number(part), 1);
    else list[Number(part)] = withValue(list[Number(part)], rest, value);
    return list as T;
  }
  const before = (whole ?? {}) as Record<string | number, unknown>;
  const inner = rest.length === 0 ? value : withValue(before[part] ?? (typeof rest[0] === "number" ? [] : {}), rest, value);
  const empty = inner === undefined || (rest.length > 0 && value === undefined && isEmptyObject(inner));
  if (empty) return without(before, String(part)) as T;
  // In its place, so that the text of a document moves as little as can be.
  return (part in before ? Object.fromEntries(Object.entries(before).map(([key, old]) => [key, key === part ? inner : old])) : { ...before, [part]: inner }) as T;
}

/** The same without these fields. */
export const without = (value: Record<string, unknown>, ...fields: string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !fields.includes(key)));

const isEmptyObject = (value: unknown) => value !== null && typeof value === "object" && !Array.isArray(value) && Object.keys(value).length === 0;

export const stepOf = (doc: Doc, id: string | null): Step | undefined => doc.steps.find((one) => one.id === id);
export const changeStep = (doc: Doc, id: string, change: (step: Step) => Step): Doc => ({ ...doc, steps: doc.steps.map((one) => (one.id === id ? change(one) : one)) });

/** A name that no step has. */
export function freeId(doc: Doc, wanted: string): string {
  const taken = new Set(doc.steps.map((one) => one.id));
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? wanted : `${wanted}${n}`;
    if (!taken.has(id)) return id;
  }
}

/** Steps before this one that give one of these. */
export const stepsBefore = (doc: Doc, id: string, kinds: readonly string[]): Step[] => {
  const at = doc.steps.findIndex((one) => one.id === id);
  return doc.steps.slice(0, at < 0 ? undefined : at).filter((one) => kinds.includes(one.kind));
};

export const rulesOf = (step: Step): Rule[] => (Array.isArray(step.rules) ? (step.rules as Rule[]) : []);

/** Names of the regions that a step gives, where they are known beforehand. */
export function regionNames(doc: Doc, id: unknown): string[] {
  const step = stepOf(doc, typeof id === "string" ? id : null);
  if (!step) return [];
  if (step.kind === "acquire" || step.kind === "locate") return ["whole"];
  if (step.kind === "regions") return isRecord(step.regions) ? Object.keys(step.regions) : [];
  const only = Array.isArray(step.regions) ? (step.regions as string[]) : [];
  return only.length > 0 ? only : regionNames(doc, step.on);
}

const isRecord = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === "object" && !Array.isArray(value);
export const asRecord = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});

type Offer = { models: readonly { number: number; task: string }[]; picture: string | null };
export const modelName = (number: number): string => `models/${number}.fovea`;
export const pictureName = (id: string): string => `pictures/${id}`;
/** The id in `pictures/…`. */
export const pictureIn = (name: unknown): string | null => (typeof name === "string" && name.startsWith("pictures/") ? name.slice("pictures/".length) : null);

/** Kinds that can be added now, and why others cannot. */
export function lackFor(kind: StepKind, doc: Doc, offer: Offer): "once" | "no_model" | "no_picture" | null {
  if ((kind === "acquire" || kind === "verdict") && doc.steps.some((one) => one.kind === kind)) return "once";
  if (kind === "look" && usable(offer).length === 0) return "no_model";
  if (kind === "locate" && !offer.picture) return "no_picture";
  return null;
}

/** A packed recipe is none that a recipe may hold. */
export const usable = (offer: Pick<Offer, "models">) => offer.models.filter((one) => one.task !== "recipe");

/** Adds a step that works as it is, behind the chosen one where that can be, and chooses it. */
export function addStep(doc: Doc, kind: StepKind, behind: string | null, offer: Offer): { doc: Doc; id: string } {
  const names: Record<StepKind, string> = { acquire: "shot", locate: "part", regions: "places", look: "look", code: "code", rules: "limits", verdict: "verdict" };
  const id = freeId(doc, names[kind]);
  const end = doc.steps.findIndex((one) => one.kind === "verdict");
  const last = end < 0 ? doc.steps.length : end;
  const chosen = doc.steps.findIndex((one) => one.id === behind);
  // Rules come behind what they are about; the shot comes first.
  const at = kind === "acquire" ? 0 : kind === "verdict" ? doc.steps.length : kind === "rules" || chosen < 0 ? firstRules(doc, last, kind) : Math.min(Math.max(chosen + 1, 1), last);
  const before = doc.steps.slice(0, at);
  const on = (...kinds: string[]) => [...before].reverse().find((one) => kinds.includes(one.kind))?.id ?? before[0]?.id ?? "";
  const step: Step = { id, kind, ...fieldsOf(kind, on, offer, before) };
  let steps = [...before, step, ...doc.steps.slice(at)];
  // What no verdict counts would be a fault.
  if (kind === "rules") steps = steps.map((one) => (one.kind === "verdict" ? { ...one, of: [...listOf(one.of), id] } : one));
  if (kind === "verdict") steps = steps.map((one) => (one.id === id ? { ...one, of: steps.filter((other) => other.kind === "rules").map((other) => other.id) } : one));
  return { doc: { ...doc, steps }, id };
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : []);

/** Looks stand before the rules that are there already. */
function firstRules(doc: Doc, last: number, kind: StepKind): number {
  if (kind === "rules") return last;
  const rules = doc.steps.findIndex((one) => one.kind === "rules");
  return rules < 0 ? last : rules;
}

function fieldsOf(kind: StepKind, on: (...kinds: string[]) => string, offer: Offer, before: readonly Step[]): Record<string, unknown> {
  switch (kind) {
    case "acquire": return {};
    case "locate": return { on: on("acquire"), picture: pictureName(offer.picture ?? ""), by: { scene: {} } };
    case "regions": return { on: on("locate", "acquire"), regions: { area: { box: [0, 0, 64, 64] } } };
    case "look": return { on: on("regions", "locate", "acquire"), model: modelName(usable(offer)[0]?.number ?? 0) };
    case "code": return { on: on("regions", "locate", "acquire") };
    case "rules": {
      const look = [...before].reverse().find((one) => one.kind === "look");
      const code = [...before].reverse().find((one) => one.kind === "code");
      if (look) return { rules: [{ name: "passes", kind: "passes", of: look.id }] };
      if (code) return { rules: [{ name: "readable", kind: "count", of: code.id, min: 1 }] };
      return { rules: [{ name: "sharp", kind: "number", of: on("acquire"), field: "sharpness", min: 10, otherwise: "recheck" }] };
    }
    case "verdict": return { of: [] };
  }
}

/** A rule of a kind that works as it is, about the first step that it can be about. */
export function newRule(doc: Doc, step: string, kind: RuleKind, name: string): Rule {
  const first = (...kinds: string[]) => stepsBefore(doc, step, kinds)[0]?.id ?? stepsBefore(doc, step, ["acquire"])[0]?.id ?? "";
  switch (kind) {
    case "passes": return { name, kind, of: first("look") };
    case "class": return { name, kind, of: first("look"), classes: ["good"] };
    case "number": return stepsBefore(doc, step, ["look"])[0] ? { name, kind, of: first("look"), field: "score", max: 0.5 } : { name, kind, of: first("acquire"), field: "sharpness", min: 10 };
    case "count": return { name, kind, of: first("look", "code"), max: 0 };
    case "limits": return { name, kind, of: first("look"), classes: { "*": { most: 0 } } };
    case "text": return { name, kind, of: first("code", "look"), pattern: ".+" };
    case "same": return { name, kind, of: { step: first("look", "code") }, and: { step: first("code", "look") } };
    case "all":
    case "any": return { name, kind, rules: [newRule(doc, step, "number", "")] };
    case "not": return { name, kind, rule: newRule(doc, step, "number", "") };
  }
}

export function removeStep(doc: Doc, id: string): Doc {
  const steps = doc.steps.filter((one) => one.id !== id);
  return { ...doc, steps: steps.map((one) => (one.kind === "verdict" ? { ...one, of: listOf(one.of).filter((of) => of !== id) } : one)) };
}

/** Up or down; the shot stays first and the verdict last. */
export function moveStep(doc: Doc, id: string, to: number): Doc {
  const from = doc.steps.findIndex((one) => one.id === id);
  const step = doc.steps[from];
  if (!step || step.kind === "acquire" || step.kind === "verdict") return doc;
  const first = doc.steps[0]?.kind === "acquire" ? 1 : 0;
  const last = doc.steps.length - (doc.steps.at(-1)?.kind === "verdict" ? 2 : 1);
  const at = Math.min(Math.max(to, first), last);
  if (at === from) return doc;
  const steps = doc.steps.filter((one) => one.id !== id);
  steps.splice(at, 0, step);
  return { ...doc, steps };
}

/** With all that names it: `on`, `of` and the steps within rules. */
export function renameStep(doc: Doc, from: string, to: string): Doc {
  const follow = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(follow);
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([field, inner]) => {
      if ((field === "on" || field === "of" || field === "step") && inner === from) return [field, to];
      if (field === "of" && Array.isArray(inner)) return [field, inner.map((one) => (one === from ? to : one))];
      // Names of regions and classes are none of steps.
      if (field === "regions" || field === "classes" || field === "ignore") return [field, inner];
      return [field, follow(inner)];
    }));
  };
  return { ...doc, steps: doc.steps.map((one) => { const next = follow(one) as Step; return one.id === from ? { ...next, id: to } : next; }) };
}

/** Another name for a region, also where steps and rules speak of it. */
export function renameRegion(doc: Doc, step: string, from: string, to: string): Doc {
  const own = stepOf(doc, step);
  const regions = asRecord(own?.regions);
  if (!own || to === from || to in regions) return doc;
  const renamed = Object.fromEntries(Object.entries(regions).map(([name, shape]) => [name === from ? to : name, shape]));
  const lookers = new Set(doc.steps.filter((one) => one.on === step).map((one) => one.id));
  const inRule = (rule: unknown): unknown => {
    if (Array.isArray(rule)) return rule.map(inRule);
    if (!isRecord(rule)) return rule;
    const about = (typeof rule.of === "string" && lookers.has(rule.of)) || (typeof rule.step === "string" && lookers.has(rule.step));
    return Object.fromEntries(Object.entries(rule).map(([field, inner]) => [field, field === "region" && about && inner === from ? to : inRule(inner)]));
  };
  const steps = doc.steps.map((one) => {
    if (one.id === step) return { ...one, regions: renamed };
    if (lookers.has(one.id) && Array.isArray(one.regions)) return { ...one, regions: (one.regions as string[]).map((name) => (name === from ? to : name)) };
    return one.kind === "rules" ? ({ ...one, rules: inRule(one.rules) } as Step) : one;
  });
  return { ...doc, steps };
}
