import { describe, expect, it } from "vitest";
import { addDefect, bodyOf, emptyDraft, keepDraft, loadDraft, repeated } from "./draft";

describe("the wizard's draft", () => {
  it("outlives the page", () => {
    keepDraft({ ...emptyDraft, name: "泵壳", defects: [{ name: "划痕", colour: "#e5484d" }] });
    expect(loadDraft()).toMatchObject({ name: "泵壳", defects: [{ name: "划痕" }] });
    localStorage.setItem("fovea.new-project", "{broken");
    expect(loadDraft()).toEqual(emptyDraft);
  });

  it("gives each new defect another colour, and leaves out those without a name", () => {
    let draft = addDefect(addDefect({ ...emptyDraft, name: " a " }));
    expect(draft.defects[0]?.colour).not.toBe(draft.defects[1]?.colour);
    draft = { ...draft, defects: draft.defects.map((one, index) => ({ ...one, name: index === 0 ? " 划痕 " : "  " })) };
    expect(bodyOf(draft, "良品")).toMatchObject({ name: "a", good_name: "良品", classes: [{ name: "划痕" }] });
  });

  it("finds names that appear twice, whatever their case", () => {
    expect(repeated(["Good", "scratch", " Scratch "])).toBe("Scratch");
    expect(repeated(["Good", "", ""])).toBeUndefined();
  });
});
