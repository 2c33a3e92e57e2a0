import { describe, expect, it } from "vitest";
import { applyLook, isPlain, plainLook, type Look } from "./look";

const seen = (look: Partial<Look>, ...pixel: number[]) => {
  const data = Uint8ClampedArray.from([...pixel, 255]);
  applyLook(data, { ...plainLook, ...look });
  return [...data];
};

describe("how the pixels are shown", () => {
  it("leaves them as they are where nothing is set", () => {
    expect(isPlain(plainLook)).toBe(true);
    expect(seen({}, 10, 120, 250)).toEqual([10, 120, 250, 255]);
  });
  it("brightens, and pulls values apart or together around the middle", () => {
    expect(seen({ brightness: 20 }, 10, 120, 250)).toEqual([61, 171, 255, 255]);
    const [dark, , bright] = seen({ contrast: 50 }, 110, 127, 140);
    expect(dark).toBeLessThan(60);
    expect(bright).toBeGreaterThan(180);
    expect(seen({ contrast: -100 }, 10, 120, 250)).toEqual([128, 128, 128, 255]);
  });
  it("shows one channel as grey, or grey in false colours from dark to bright", () => {
    expect(seen({ channel: "green" }, 10, 120, 250)).toEqual([120, 120, 120, 255]);
    expect(seen({ channel: "grey" }, 90, 90, 90)).toEqual([90, 90, 90, 255]);
    expect(seen({ channel: "false" }, 0, 0, 0)).toEqual([68, 1, 84, 255]);
    expect(seen({ channel: "false" }, 255, 255, 255)).toEqual([253, 231, 37, 255]);
  });
});
