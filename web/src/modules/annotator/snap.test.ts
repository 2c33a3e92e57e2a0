import { describe, expect, it } from "vitest";
import { snap } from "./snap";
import type { Region } from "./types";

const size = { width: 100, height: 100 };
const regions: Region[] = [
  { id: "a", class_id: "c", shape: { kind: "box", x: 20, y: 20, w: 30, h: 20 } },
  { id: "b", class_id: "c", shape: { kind: "polygon", points: [[60, 60], [80, 60], [70, 90]] } },
];
const both = { shapes: true, grid: null };

describe("snapping", () => {
  it("goes to the nearest corner, before any edge", () => {
    expect(snap([52, 41], regions, 5, both, size)).toEqual({ at: [50, 40], to: "corner" });
    expect(snap([61, 62], regions, 5, both, size)).toEqual({ at: [60, 60], to: "corner" });
  });
  it("goes to the nearest place of an edge where no corner is near, also of the picture", () => {
    expect(snap([35, 22], regions, 5, both, size)).toEqual({ at: [35, 20], to: "edge" });
    expect(snap([98, 50], regions, 5, both, size)).toEqual({ at: [100, 50], to: "edge" });
  });
  it("goes nowhere from afar, or where it is not wanted", () => {
    expect(snap([35, 30], regions, 5, both, size)).toBeNull();
    expect(snap([52, 41], regions, 5, { shapes: false, grid: null }, size)).toBeNull();
  });
  it("goes to the lines of the grid, which end with the picture", () => {
    expect(snap([35, 30], regions, 1, { shapes: false, grid: 16 }, size)).toEqual({ at: [32, 32], to: "grid" });
    expect(snap([99, 99], regions, 1, { shapes: false, grid: 80 }, size)?.at).toEqual([80, 80]);
  });
});
