import { describe, expect, it } from "vitest";
import { columnsOf, unroll } from "./strip";

describe("a picture along a path", () => {
  it("has its right below where one walks to the right", () => {
    const [first, , last] = columnsOf([[2, 5], [6, 5], [10, 5]], 3);
    expect(first).toMatchObject({ x: 2, y: 5, nx: -0, ny: 1 });
    expect(last).toMatchObject({ x: 10, y: 5, ny: 1 });
    expect(columnsOf([[1, 1]], 9)).toEqual([]);
  });
  it("turns with the path and is black outside of the picture", () => {
    // Red grows to the right, green downwards.
    const [width, height] = [20, 20];
    const data = new Uint8ClampedArray(width * height * 4);
    for (let i = 0; i < width * height; i += 1) data.set([(i % width) * 10, Math.floor(i / width) * 10, 0, 255], i * 4);
    const strip = unroll({ data, width, height }, [[10, 2], [10, 10], [10, 18]], 3, 3, 3);
    const at = (c: number, r: number) => [...strip.slice((r * 3 + c) * 4, (r * 3 + c) * 4 + 3)];
    // Walking down, the right hand is on the left of the picture.
    expect(at(1, 0)).toEqual([120, 100, 0]);
    expect(at(1, 2)).toEqual([80, 100, 0]);
    const outside = unroll({ data, width, height }, [[0, 0], [0, 8]], 2, 3, 3);
    expect([...outside.slice((2 * 2 + 0) * 4, (2 * 2 + 0) * 4 + 4)]).toEqual([0, 0, 0, 255]);
  });
});
