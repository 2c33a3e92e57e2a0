import { describe, expect, it } from "vitest";
import { draftOf, emptyDraft, faultOf, planOf, type Draft } from "./textPlan";

const draft: Draft = { ...emptyDraft, picture: "p", regions: [[10, 10, 80, 20]], pattern: " LOT [0-9]{6} ", checks: ["mod10"], date: "YYYY-MM-DD" };

describe("what is read", () => {
  it("is sent as the server knows it, and comes back the same", () => {
    const plan = planOf(draft);
    expect(plan).toEqual({
      picture_id: "p", regions: [[10, 10, 80, 20]], arcs: [], pattern: "LOT [0-9]{6}", alphabet: null, expected: null,
      checks: ["mod10", "date:YYYY-MM-DD"], turns: [0, 180], tries: ["inverted", "stretched", "soft"],
    });
    expect(plan && planOf(draftOf(plan))).toEqual(plan);
  });
  it("keeps checks that the form has no field for", () => {
    const plan = { picture_id: "p", checks: ["date:DD.MM.YY:2026-01-01..2026-12-31", "gs1", "date:YYMMDD"], turns: [90], tries: [] };
    expect(draftOf(plan)).toMatchObject({ checks: ["gs1"], date: "DD.MM.YY", not_before: "2026-01-01", not_after: "2026-12-31", others: ["date:YYMMDD"], tries: [] });
    expect(planOf(draftOf(plan))?.checks).toEqual(["gs1", "date:DD.MM.YY:2026-01-01..2026-12-31", "date:YYMMDD"]);
  });
  it("has days that may be told from today on", () => {
    const dated = { ...draft, checks: [], not_before: "today-30", not_after: " today " };
    expect(planOf(dated)?.checks).toEqual(["date:YYYY-MM-DD:today-30..today"]);
    expect(planOf({ ...dated, not_after: "" })?.checks).toEqual(["date:YYYY-MM-DD:today-30.."]);
    expect(draftOf({ picture_id: "p", checks: ["date:YYYY-MM-DD:..today"] })).toMatchObject({ date: "YYYY-MM-DD", not_before: "", not_after: "today" });
    expect(faultOf({ ...dated, not_before: "tomorrow" })).toEqual({ kind: "day" });
    // Without a format nobody asks for the days.
    expect(planOf({ ...dated, date: "", not_before: "tomorrow" })?.checks).toEqual([]);
  });
  it("is not sent where it cannot be read", () => {
    expect(faultOf({ ...draft, pattern: "[0-9" })).toEqual({ kind: "pattern" });
    expect(faultOf({ ...draft, regions: [[0, 0, 80, 20], [0, 0, 80, 3]] })).toEqual({ kind: "small", n: 2 });
    expect(planOf({ ...draft, picture: null })).toBeNull();
  });
  it("keeps lines that are bent, and refuses those that have no room", () => {
    const arc = { start: [0, 100], middle: [100, 0], end: [200, 100], height: 20 };
    const plan = planOf({ ...draft, arcs: [arc] });
    expect(plan?.arcs).toEqual([arc]);
    expect(plan && draftOf(plan).arcs).toEqual([arc]);
    expect(faultOf({ ...draft, arcs: [arc, { ...arc, height: 300 }] })).toEqual({ kind: "bent", n: 2 });
  });
});
