import { describe, expect, it } from "vitest";
import { signOf } from "@/lib/keymap";
import { linesOf } from "./KeysHelp";

const run = () => undefined;

describe("the list of keys", () => {
  it("writes keys as they stand on the keyboard", () => {
    expect(signOf("mod+shift+z")).toBe("Ctrl Shift Z");
    expect(signOf("+")).toBe("+");
    expect(signOf("arrowleft")).toBe("←");
  });
  it("has one line a meaning", () => {
    const digits = ["1", "2", "3", "4", "5"].map((key) => ({ keys: [key], meaning: "annotate.key.class" as const, run, id: key }));
    const lines = linesOf([...digits, { keys: ["arrowup", "shift+arrowup"], meaning: "annotate.key.nudge", run, id: "up" }]);
    expect(lines).toEqual([
      { meaning: "annotate.key.class", signs: ["1", "…", "5"] },
      { meaning: "annotate.key.nudge", signs: ["↑"] },
    ]);
  });
});
