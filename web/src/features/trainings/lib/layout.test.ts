import { describe, expect, it } from "vitest";
import { alike, copied, draftOf, faultOf, freeName, gridded, layoutOf, readLayout, withEitherWay, type Component } from "./layout";

const r1: Component = { name: "R1", bbox: [10, 10, 20, 10] };

describe("layout of a board", () => {
  it("names copies on from the first", () => {
    expect(freeName("R1", ["R1", "R2"])).toBe("R3");
    expect(freeName("LED", ["LED"])).toBe("LED1");
    expect(freeName("", [])).toBe("U1");
  });
  it("copies beside, or below where there is no room", () => {
    expect(copied([r1], 0, 100, 100)[1]).toEqual({ name: "R2", bbox: [34, 10, 20, 10] });
    expect(copied([{ ...r1, bbox: [75, 10, 20, 10] }], 0, 100, 100)[1]?.bbox).toEqual([75, 22, 20, 10]);
  });
  it("repeats in a grid what lies on the board", () => {
    const all = gridded([r1], 0, { columns: 3, rows: 2, pitchX: 30, pitchY: 20 }, 80, 100);
    expect(all.map((one) => one.name)).toEqual(["R1", "R2", "R3", "R4"]);
    expect(all.map((one) => one.bbox.slice(0, 2))).toEqual([[10, 10], [40, 10], [10, 30], [40, 30]]);
  });
  it("tells what cannot be", () => {
    expect(faultOf([])).toEqual({ kind: "none" });
    expect(faultOf([r1, { ...r1, name: " " }])).toEqual({ kind: "name" });
    expect(faultOf([r1, { ...r1, name: "R1 " }])).toEqual({ kind: "twice", name: "R1" });
    expect(faultOf([{ ...r1, bbox: [0, 0, 20, 7] }])).toEqual({ kind: "small", name: "R1" });
    expect(layoutOf({ picture: null, components: [r1] })).toBeNull();
    const layout = layoutOf({ picture: "p", components: [r1] });
    expect(layout && draftOf(layout)).toEqual({ picture: "p", components: [r1] });
  });
  it("keeps of each component whether its way round matters", () => {
    const all: Component[] = [r1, { ...r1, name: "R12" }, { ...r1, name: "RN1" }, { ...r1, name: "1" }];
    expect(alike(all, 0)).toEqual([0, 1]);
    expect(alike(all, 3)).toEqual([3]);
    const either = withEitherWay(all, [0, 1], true);
    expect(either.map((one) => one.eitherWay ?? false)).toEqual([true, true, false, false]);
    expect(withEitherWay(either, [0, 1], false)).toEqual(all);
    expect(copied(either, 0, 100, 100)[4]?.eitherWay).toBe(true);
    expect(gridded(either, 1, { columns: 2, rows: 1, pitchX: 30, pitchY: 20 }, 80, 100)[4]?.eitherWay).toBe(true);
    const layout = layoutOf({ picture: "p", components: either });
    expect(layout?.components.map((one) => one.either_way ?? false)).toEqual([true, true, false, false]);
    expect(layout && draftOf(layout).components).toEqual(either);
    const text = JSON.stringify({ image: "a.png", components: { R1: [10, 10, 30, 20], U1: [40, 10, 60, 20] }, either_way: ["R1"] });
    expect(readLayout(text, 120, 100)?.map((one) => one.eitherWay ?? false)).toEqual([true, false]);
  });
  it("reads what the command line reads, and nothing else", () => {
    const text = JSON.stringify({ image: "golden.png", components: { R1: [10, 10, 30, 20], bad: [1, 2, 3], tiny: [0, 0, 3, 3], out: [90, 90, 130, 99] } });
    expect(readLayout(text, 120, 100)).toEqual([r1, { name: "out", bbox: [90, 90, 30, 9] }]);
    expect(readLayout("{}", 120, 100)).toBeNull();
    expect(readLayout("no json", 120, 100)).toBeNull();
  });
});
