import { describe, expect, it } from "vitest";
import type { AnnotationTask, PieceState, TaskPicture } from "@/api/annotating";
import { isInHand, workOfProject, workOfReview, workOfTask, type Item } from "./work";

const project = { id: "p", name: "Line 3", scene: "free" as const, classes: [] };
const task = { id: "t", project } as unknown as AnnotationTask;
const at = (state: PieceState) => ({ id: "i", piece: { state } as TaskPicture }) as Item;

describe("a picture is in the hand", () => {
  it("of the annotator until it is done, of the reviewer until it is decided, and of whoever opens it outside of tasks", () => {
    const states: PieceState[] = ["open", "sent_back", "done", "accepted"];
    expect(states.filter((state) => isInHand(workOfTask(task, "me"), at(state)))).toEqual(["open", "sent_back"]);
    expect(states.filter((state) => isInHand(workOfReview(task), at(state)))).toEqual(["done"]);
    expect(isInHand(workOfTask(task, "me"), undefined)).toBe(false);
    expect(isInHand(workOfProject(project), undefined)).toBe(true);
  });
});
