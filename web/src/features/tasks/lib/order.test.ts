import { describe, expect, it } from "vitest";
import type { AnnotationTask } from "@/api/annotating";
import { inOrder, leftOf } from "./order";

const task = (id: string, mine: Partial<AnnotationTask["mine"]>, more: Partial<AnnotationTask> = {}): AnnotationTask => ({
  id, name: id, project: { id: "p", name: "P", scene: "free", classes: [] }, instructions: "", deadline: null, pool: false, revision: 1, created_by: null,
  created_at: "2026-01-01T00:00:00.000Z", closed_at: null, counts: null, pairs: null, blind: false, to_review: 0, free: 0, ...more, mine: { open: 0, sent_back: 0, done: 0, accepted: 0, ...mine },
});

describe("my tasks", () => {
  it("begin with what was sent back, then what is due soonest, and end with what is done", () => {
    const tasks = [
      task("done", { accepted: 3 }),
      task("late", { open: 1 }, { deadline: "2026-03-01T00:00:00.000Z" }),
      task("whenever", { open: 1 }),
      task("soon", { open: 1 }, { deadline: "2026-02-01T00:00:00.000Z" }),
      task("pool", {}, { free: 4, pool: true }),
      task("back", { sent_back: 1, open: 2 }),
    ];
    expect(inOrder(tasks).map((one) => one.id)).toEqual(["back", "soon", "late", "whenever", "pool", "done"]);
    expect(leftOf(task("x", { sent_back: 1, open: 2, done: 5 }))).toBe(3);
  });
});
