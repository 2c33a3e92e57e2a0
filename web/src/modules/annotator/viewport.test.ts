import { describe, expect, it } from "vitest";
import { fit, pan, toPicture, toScreen, zoomAt } from "./viewport";

const picture = { width: 4000, height: 3000 };
const screen = { width: 1000, height: 600 };

describe("viewport", () => {
  it("goes to the screen and back", () => {
    const view = { scale: 0.37, x: -12, y: 40 };
    const [x, y] = toPicture(view, toScreen(view, [123.4, 56.7]));
    expect(x).toBeCloseTo(123.4);
    expect(y).toBeCloseTo(56.7);
  });

  it("fits the whole picture in the middle", () => {
    const view = fit(picture, screen);
    const [left, top] = toScreen(view, [0, 0]);
    const [right, bottom] = toScreen(view, [4000, 3000]);
    expect(left).toBeGreaterThanOrEqual(0);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(left + right).toBeCloseTo(1000);
    expect(top + bottom).toBeCloseTo(600);
  });

  it("keeps what lies under the pointer while zooming, and stops at its limits", () => {
    let view = fit(picture, screen);
    const before = toPicture(view, [700, 200]);
    for (let turn = 0; turn < 10; turn += 1) view = zoomAt(view, [700, 200], 1.3);
    const after = toPicture(view, [700, 200]);
    expect(after[0]).toBeCloseTo(before[0]);
    expect(after[1]).toBeCloseTo(before[1]);
    for (let turn = 0; turn < 100; turn += 1) view = zoomAt(view, [700, 200], 2);
    expect(view.scale).toBe(64);
  });

  it("never loses the picture", () => {
    const view = pan(fit(picture, screen), 99_999, -99_999, picture, screen);
    const [left] = toScreen(view, [0, 0]);
    const [, bottom] = toScreen(view, [4000, 3000]);
    expect(left).toBeLessThan(screen.width);
    expect(bottom).toBeGreaterThan(0);
  });
});
