// Where a bead of glue belongs, while it is drawn; in pixels of the picture that it is drawn on.
import type { BeadPlan, Id } from "@/api/contract";
import type { Threshold } from "./beadTone";

export type Place = readonly [x: number, y: number];
export type Draft = {
  picture: Id | null;
  path: Place[];
  closed: boolean;
  mmPerPx: number | null;
  widthMm: number | null;
  toleranceMm: number | null;
  locate: boolean;
  limits: Limits;
  /** Null: good pictures teach what bead is. */
  threshold: Threshold | null;
};
export type Limits = { least: number | null; most: number | null; offset: number | null; break: number | null; overflow: number | null; bubble: number | null };

export const noLimits: Limits = { least: null, most: null, offset: null, break: null, overflow: null, bubble: null };
export const emptyDraft: Draft = { picture: null, path: [], closed: false, mmPerPx: null, widthMm: null, toleranceMm: null, locate: false, limits: noLimits, threshold: null };

export function draftOf(plan: BeadPlan): Draft {
  const limits = plan.limits;
  return {
    picture: plan.picture_id,
    path: plan.path.map(([x = 0, y = 0]) => [x, y]),
    closed: plan.closed,
    mmPerPx: plan.mm_per_px,
    widthMm: plan.width_mm,
    toleranceMm: plan.tolerance_mm,
    locate: plan.locate,
    limits: {
      least: limits?.width_mm?.[0] ?? null, most: limits?.width_mm?.[1] ?? null, offset: limits?.offset_mm ?? null,
      break: limits?.break_mm ?? null, overflow: limits?.overflow_mm2 ?? null, bubble: limits?.bubble_mm2 ?? null,
    },
    threshold: plan.threshold ?? null,
  };
}

export function lengthOf(path: readonly Place[], closed: boolean): number {
  const around = closed && path[0] ? [...path, path[0]] : path;
  return around.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - (around[i]?.[0] ?? x), y - (around[i]?.[1] ?? y)), 0);
}

export type Fault = { kind: "points"; n: number } | { kind: "short" | "scale" | "limits" | "threshold" } | { kind: "width" | "tolerance"; px: number };

/** The least and largest width that follow where none is told, as the server has it. */
const usual = (width: number, tolerance: number): [number, number] => [Math.max(width - tolerance, width * 0.25), width + tolerance];

/** Why it cannot be measured by this; the server asks the same and more. */
export function faultOf(draft: Draft): Fault | null {
  const least = draft.closed ? 3 : 2;
  if (draft.path.length < least) return { kind: "points", n: least };
  if (lengthOf(draft.path, draft.closed) < 16) return { kind: "short" };
  if (draft.mmPerPx === null || !(draft.mmPerPx > 0)) return { kind: "scale" };
  const width = (draft.widthMm ?? 0) / draft.mmPerPx;
  if (!(width >= 4 && width <= 400)) return { kind: "width", px: width };
  const tolerance = (draft.toleranceMm ?? 0) / draft.mmPerPx;
  if (!(tolerance >= 1 && tolerance <= 200)) return { kind: "tolerance", px: tolerance };
  const [low, high] = usual(draft.widthMm ?? 0, draft.toleranceMm ?? 0);
  const [from, to] = [draft.limits.least ?? low, draft.limits.most ?? high];
  if (!(from > 0 && from < (draft.widthMm ?? 0) && to > (draft.widthMm ?? 0))) return { kind: "limits" };
  if (draft.threshold && !(draft.threshold.least < draft.threshold.most)) return { kind: "threshold" };
  return null;
}

/** What is sent; `null` while it has faults. */
export function planOf(draft: Draft): BeadPlan | null {
  if (faultOf(draft) || draft.picture === null || draft.mmPerPx === null || draft.widthMm === null || draft.toleranceMm === null) return null;
  const { limits } = draft;
  const [low, high] = usual(draft.widthMm, draft.toleranceMm);
  return {
    picture_id: draft.picture,
    path: draft.path.map(([x, y]) => [x, y]),
    closed: draft.closed,
    width_mm: draft.widthMm,
    tolerance_mm: draft.toleranceMm,
    mm_per_px: draft.mmPerPx,
    locate: draft.locate,
    limits: {
      width_mm: limits.least === null && limits.most === null ? null : [limits.least ?? low, limits.most ?? high],
      offset_mm: limits.offset, break_mm: limits.break, overflow_mm2: limits.overflow, bubble_mm2: limits.bubble, length_mm: null,
    },
    threshold: draft.threshold,
  };
}
