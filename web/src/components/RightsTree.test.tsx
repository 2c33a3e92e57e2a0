import { useState } from "react";
import { fireEvent, render, screen } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";
import { i18n } from "@/i18n";
import type { Tree } from "@/lib/rights";
import { RightsTree } from "./RightsTree";

const tree: Tree = [
  { name: "model", rights: [{ name: "model.read", implies: [] }, { name: "model.write", implies: ["model.read"] }] },
  { name: "record", rights: [{ name: "record.read", implies: [] }] },
  { name: "recheck", rights: [{ name: "recheck", implies: ["record.read"] }] },
];

function shown(start: string[], may?: (name: string) => boolean) {
  let now = start;
  function Page() {
    const [value, setValue] = useState(start);
    now = value;
    return <RightsTree tree={tree} value={value} onChange={setValue} {...(may ? { may } : {})} />;
  }
  render(<Page />);
  const box = (name: string) => document.querySelector<HTMLInputElement>(`input[data-test="${name}"], [data-test="${name}"] input`)!;
  return { box, value: () => now, half: (name: string) => box(name).closest(".ant-checkbox")?.classList.contains("ant-checkbox-indeterminate") };
}

describe("the tree of rights", () => {
  beforeAll(() => i18n.changeLanguage("zh-CN"));

  it("ticks what comes along, says because of what, and lets nobody take that away alone", () => {
    const { box, value } = shown([]);
    fireEvent.click(box("right-recheck"));
    expect(box("right-record.read").checked).toBe(true);
    expect(box("right-record.read").disabled).toBe(true);
    expect(screen.getByText("随“人工复判”一并授予")).toBeTruthy();
    expect(value()).toEqual(["recheck"]);
    fireEvent.click(box("right-recheck"));
    expect(box("right-record.read").checked).toBe(false);
  });

  it("ticks a parent wholly, half or not, and by it all children", () => {
    const { box, half, value } = shown(["model.read"]);
    expect(half("module-model")).toBe(true);
    expect(half("right-all")).toBe(true);
    fireEvent.click(box("module-model"));
    expect(box("module-model").checked).toBe(true);
    expect(value()).toContain("model.write");
    fireEvent.click(box("module-model"));
    expect(value()).toEqual([]);
    fireEvent.click(box("right-all"));
    expect(box("right-all").checked).toBe(true);
    expect([...value()].sort()).toEqual(["model.read", "model.write", "recheck", "record.read"]);
  });

  it("gives nothing that one lacks oneself, not by a parent either", () => {
    const { box, value } = shown([], (name) => name !== "model.write");
    expect(box("right-model.write").disabled).toBe(true);
    fireEvent.click(box("right-all"));
    expect(value()).not.toContain("model.write");
    expect(value()).toContain("model.read");
  });

  it("keeps a right that was there before, though the reader lacks it", () => {
    const { box, value } = shown(["model.write"], (name) => name !== "model.write");
    fireEvent.click(box("right-recheck"));
    expect(value()).toEqual(["model.write", "recheck"]);
  });
});
