import { describe, expect, it } from "vitest";
import { draftOf, emptyDraft, faultOf, lengthOf, planOf, type Draft } from "./beadPlan";

const draft: Draft = { ...emptyDraft, picture: "p", path: [[10, 10], [110, 10], [110, 60]], mmPerPx: 0.05, widthMm: 1, toleranceMm: 0.3 };

describe("plan of a bead", () => {
  it("is as long as its line, closed or open", () => {
    expect(lengthOf(draft.path, false)).toBe(150);
    expect(lengthOf(draft.path, true)).toBeCloseTo(150 + Math.hypot(100, 50));
    expect(lengthOf([], true)).toBe(0);
  });
  it("tells the first thing that is lacking", () => {
    expect(faultOf(draft)).toBeNull();
    expect(faultOf({ ...draft, path: [[1, 1]] })).toEqual({ kind: "points", n: 2 });
    expect(faultOf({ ...draft, closed: true, path: draft.path.slice(0, 2) })).toEqual({ kind: "points", n: 3 });
    expect(faultOf({ ...draft, path: [[1, 1], [5, 1]] })).toEqual({ kind: "short" });
    expect(faultOf({ ...draft, mmPerPx: null })).toEqual({ kind: "scale" });
    expect(faultOf({ ...draft, widthMm: 0.1 })).toEqual({ kind: "width", px: 2 });
    expect(faultOf({ ...draft, toleranceMm: null })).toEqual({ kind: "tolerance", px: 0 });
    expect(faultOf({ ...draft, limits: { ...draft.limits, least: 1.2 } })).toEqual({ kind: "limits" });
  });
  it("comes back as it was sent, and limits that nobody told follow from width and tolerance", () => {
    const plan = planOf({ ...draft, limits: { ...draft.limits, most: 1.2, break: 0.5 } });
    expect(plan?.limits).toMatchObject({ width_mm: [0.7, 1.2], break_mm: 0.5, offset_mm: null });
    expect(planOf(draft)?.limits?.width_mm).toBeNull();
    expect(planOf({ ...draft, picture: null })).toBeNull();
    expect(plan && planOf(draftOf(plan))).toEqual(plan);
    const toned = planOf({ ...draft, threshold: { of: "red_green", least: 30, most: 255 } });
    expect(toned?.threshold).toEqual({ of: "red_green", least: 30, most: 255 });
    expect(toned && planOf(draftOf(toned))).toEqual(toned);
    expect(faultOf({ ...draft, threshold: { of: "light", least: 90, most: 20 } })).toEqual({ kind: "threshold" });
  });
});
