// What one edit changed, so that a thousand steps of a picture with thousands of regions stay small, in memory and on disk.
import type { Document, Region, Verdict } from "./types";

/** A region that came, went or became another. `at`: its place in the list, where it is in it. */
export type Change = { readonly before: Region | null; readonly after: Region | null; readonly at: number };
export type Patch = {
  readonly verdict?: readonly [Verdict | null, Verdict | null];
  readonly class_id?: readonly [string | null, string | null];
  readonly changes: readonly Change[];
  /** Ids before and after, only where the order cannot be told from the changes. */
  readonly order?: readonly [readonly string[], readonly string[]];
};

export function diff(before: Document, after: Document): Patch {
  const old = new Map(before.regions.map((one, at) => [one.id, { one, at }]));
  const changes: Change[] = [];
  after.regions.forEach((one, at) => {
    const was = old.get(one.id);
    old.delete(one.id);
    if (!was) changes.push({ before: null, after: one, at });
    else if (was.one !== one) changes.push({ before: was.one, after: one, at });
  });
  for (const { one, at } of old.values()) changes.push({ before: one, after: null, at });
  const patch: Patch = {
    changes,
    ...(before.verdict === after.verdict ? {} : { verdict: [before.verdict, after.verdict] as const }),
    ...(before.class_id === after.class_id ? {} : { class_id: [before.class_id, after.class_id] as const }),
  };
  const same = (one: readonly Region[], two: readonly Region[]) => one.length === two.length && one.every((region, at) => region.id === two[at]?.id);
  const told = same(apply(before, patch).regions, after.regions) && same(apply(after, invert(patch)).regions, before.regions);
  return told ? patch : { ...patch, order: [before.regions.map((one) => one.id), after.regions.map((one) => one.id)] };
}

export function apply(document: Document, patch: Patch): Document {
  const changed = new Map<string, Region | null>();
  const come: Change[] = [];
  for (const one of patch.changes) {
    if (one.before) changed.set(one.before.id, one.after);
    else come.push(one);
  }
  const regions = document.regions.flatMap((one) => {
    const found = changed.get(one.id);
    return found === undefined ? [one] : found ? [found] : [];
  });
  for (const one of [...come].sort((a, b) => a.at - b.at)) if (one.after) regions.splice(one.at, 0, one.after);
  return {
    verdict: patch.verdict ? patch.verdict[1] : document.verdict,
    class_id: patch.class_id ? patch.class_id[1] : document.class_id,
    regions: patch.order ? inOrder(regions, patch.order[1]) : regions,
  };
}

export function invert(patch: Patch): Patch {
  return {
    changes: patch.changes.map(({ before, after, at }) => ({ before: after, after: before, at })),
    ...(patch.verdict && { verdict: [patch.verdict[1], patch.verdict[0]] as const }),
    ...(patch.class_id && { class_id: [patch.class_id[1], patch.class_id[0]] as const }),
    ...(patch.order && { order: [patch.order[1], patch.order[0]] as const }),
  };
}

function inOrder(regions: readonly Region[], ids: readonly string[]): Region[] {
  const byId = new Map(regions.map((one) => [one.id, one]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

const hashes = new WeakMap<Region, number>();
const START = 0x811c9dc5;
const mix = (hash: number, value: number): number => Math.imul(hash ^ value, 0x01000193) >>> 0;

/** A number that says whether two documents are the same, also after one went through the server. */
export function fingerprint(document: Document): number {
  let hash = word(word(START, document.verdict ?? ""), document.class_id ?? "");
  for (const region of document.regions) {
    const known = hashes.get(region) ?? hashOf(region);
    hashes.set(region, known);
    hash = mix(hash, known);
  }
  return hash;
}

function word(hash: number, text: string): number {
  for (let at = 0; at < text.length; at += 1) hash = mix(hash, text.charCodeAt(at));
  return mix(hash, 0xff);
}

function hashOf({ id, class_id, shape, attributes, group }: Region): number {
  let hash = word(word(word(START, id), class_id), shape.kind);
  const tenths = (value: number) => {
    hash = mix(hash, Math.round(value * 10));
  };
  for (const [name, said] of Object.entries(attributes ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) hash = word(word(hash, name), `${typeof said} ${said}`);
  if (group !== undefined) hash = word(hash, `group ${group}`);
  if (shape.kind === "box") [shape.x, shape.y, shape.w, shape.h].forEach(tenths);
  else if (shape.kind === "rotated") [shape.cx, shape.cy, shape.w, shape.h, shape.angle * 10].forEach(tenths);
  else if (shape.kind === "ellipse") [shape.cx, shape.cy, shape.rx, shape.ry, shape.angle * 10].forEach(tenths);
  else if (shape.kind !== "brush") {
    for (const [x, y] of shape.points) {
      tenths(x);
      tenths(y);
    }
    if (shape.kind === "line") tenths(shape.width);
    if (shape.kind === "text") hash = word(hash, shape.text);
  } else {
    // Zeros at the ends may be written or not; where runs change is the mask itself.
    let at = 0;
    const last = shape.rle.counts.length - 1;
    shape.rle.counts.forEach((count, index) => {
      at += count;
      if (count > 0 && index < last) hash = mix(hash, at);
    });
  }
  return hash;
}
