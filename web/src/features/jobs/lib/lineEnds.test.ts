import { describe, expect, it } from "vitest";
import { lineEndsOf, toEdit, toSave } from "./lineEnds";

describe("line ends of a file that is edited", () => {
  it("are what they were when it is saved again", () => {
    for (const text of ["", "one", "a\nb\n", "a\r\nb\r\n", "\r\n\r\n", "\n"]) expect(toSave(toEdit(text), lineEndsOf(text))).toBe(text);
  });
  it("of several kinds are told, since they would not be", () => {
    for (const text of ["a\rb", "a\r\nb\nc", "\n\r\n", "a\r", "a\r\r\nb"]) expect(lineEndsOf(text)).toBe("mixed");
  });
});
