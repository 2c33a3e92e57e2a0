import { describe, expect, it } from "vitest";
import { placesOf, proposed, valueOf, type Rgb } from "./beadTone";

const many = (colour: Rgb, spread: number): Rgb[] => Array.from({ length: 40 }, (_, i) => colour.map((v) => v + (i % 5 - 2) * spread) as unknown as Rgb);

describe("tone of a bead", () => {
  it("is proposed by what parts bead and ground furthest", () => {
    expect(proposed(many([220, 220, 215], 2), many([90, 90, 95], 2))).toMatchObject({ of: "light", most: 255 });
    expect(proposed(many([220, 220, 215], 2), many([90, 90, 95], 2))?.least).toBeCloseTo(155, -1);
    expect(proposed(many([30, 30, 30], 2), many([150, 150, 150], 2))).toMatchObject({ of: "light", least: -255 });
    // As light as the ground, and red.
    expect(proposed(many([200, 70, 60], 1), many([109, 109, 109], 1))).toMatchObject({ of: "red_green", most: 255 });
  });
  it("is not proposed where nothing parts them", () => {
    expect(proposed(many([120, 120, 120], 10), many([125, 125, 125], 10))).toBeNull();
    expect(proposed([], [])).toBeNull();
  });
  it("is looked at on the path and beside it", () => {
    const { inside, outside } = placesOf([[0, 50], [100, 50]], false, 20, 4);
    expect(inside.every(([, y]) => Math.abs(y - 50) <= 5)).toBe(true);
    expect(outside.every(([, y]) => Math.abs(y - 50) === 17)).toBe(true);
    expect(outside.length).toBeGreaterThan(40);
  });
  it("is what the server takes it for", () => {
    expect(valueOf("light", [255, 255, 255])).toBeCloseTo(255);
    expect(valueOf("red_green", [200, 50, 0])).toBe(150);
    expect(valueOf("blue_green", [0, 50, 20])).toBe(-30);
  });
});
