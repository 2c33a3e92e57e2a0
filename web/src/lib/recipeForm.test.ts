import { beforeAll, describe, expect, it } from "vitest";
import { i18n, lateWords } from "../i18n";
import { sayForm } from "./recipeForm";
import { sayFault } from "./recipeWords";

describe("what does not have the form in a recipe", () => {
  const t = i18n.t;
  beforeAll(async () => {
    await i18n.changeLanguage("zh-CN");
    await lateWords();
  });

  it("is told in the reader's language", () => {
    for (const [why, said] of [
      ["missing field `min`", "缺少“min”"],
      ["unknown field `colour`, expected one of `a`, `b`", "没有“colour”这个字段"],
      ["duplicate field `min`", "“min”出现了两次"],
      ["unknown variant `circle`, expected `box` or `polygon`", "“circle”不可选；可用：box, polygon"],
      ["invalid type: string \"a lot\", expected f64", "现为文本 a lot，应为数"],
      ["invalid value: integer `-5`, expected u32", "现为数 -5，应为不小于 0 的整数"],
      ["invalid type: boolean `true`, expected a sequence at line 1 column 9", "现为是或否 true，应为列表"],
      ["invalid length 2, expected an array of length 4", "有 2 个，应为 4 个"],
      ["it must hold fields, but it is a text", "现为文本，应为一组字段"],
    ] as const) {
      expect(sayForm(t, why)).toBe(said);
    }
    expect(sayFault(t, { code: "form", detail: "missing field `min`", field: "", params: { why: "missing field `min`" } as never, step: null })).toBe("格式不对：缺少“min”");
  });

  it("stays as it is where its words are not known", () => {
    expect(sayForm(t, "data did not match any variant of untagged enum Limit")).toBe("data did not match any variant of untagged enum Limit");
    expect(sayForm(t, "invalid type: map, expected something rare")).toBe("invalid type: map, expected something rare");
  });
});
