import { describe, expect, it } from "vitest";
import { fit, pan, placed, seen, toPicture, toScreen, turnBack, zoomAt } from "./viewport";

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

describe("a turned and mirrored view", () => {
  const ways = [0, 90, 180, 270, 33].flatMap((turn) => [false, true].map((mirror) => ({ turn, mirror })));

  it("goes to the screen and back, keeps what lies under the pointer, and fits", () => {
    for (const way of ways) {
      const view = fit(picture, screen, way);
      const [x, y] = toPicture(view, toScreen(view, [123.4, 56.7]));
      expect([x, y].map((one) => Number(one.toFixed(6)))).toEqual([123.4, 56.7]);
      const near = zoomAt(view, [700, 200], 3);
      toPicture(near, [700, 200]).forEach((one, index) => expect(one).toBeCloseTo(toPicture(view, [700, 200])[index] ?? NaN));
      const lies = placed(view, picture);
      expect(lies.x).toBeGreaterThanOrEqual(0);
      expect(lies.y).toBeGreaterThanOrEqual(0);
      expect(lies.x + lies.w).toBeLessThanOrEqual(1000);
      expect(lies.y + lies.h).toBeLessThanOrEqual(600);
    }
  });
  it("sees the part of the picture that the screen shows", () => {
    for (const way of ways) {
      const view = zoomAt(fit(picture, screen, way), [500, 300], 6);
      const part = seen(view, screen);
      for (const corner of [[0, 0], [1000, 0], [0, 600], [1000, 600]] as const) {
        const [x, y] = toPicture(view, [...corner]);
        expect(x).toBeGreaterThanOrEqual(part.x - 1e-6);
        expect(y).toBeLessThanOrEqual(part.y + part.h + 1e-6);
      }
    }
  });
  it("turns directions of the screen into those of the picture", () => {
    expect(turnBack({ turn: 90, mirror: false }, [1, 0]).map(Math.abs)).toEqual([0, 1]);
    expect(turnBack({ turn: 0, mirror: true }, [5, 2])).toEqual([-5, 2]);
  });
});
