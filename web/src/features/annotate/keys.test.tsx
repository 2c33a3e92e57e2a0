import { act, render } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { keysNow, useShownKeys, type Shown } from "@/hooks/useKeys";
import type { Class } from "@/api/contract";
import type { Annotator } from "@/modules/annotator";
import { useAnnotateKeys } from "./useAnnotateKeys";

let shown: readonly Shown[] = [];
const nothing = () => undefined;
const nine = Array.from({ length: 9 }, (_, place): Class => ({ id: `c${place}`, name: `c${place}`, colour: "#e5484d", good: false, position: place, attributes: [] }));

let floor = 0.5;
const chooseFloor = (next: number) => {
  floor = next;
};

function Keys({ classes = nine }: { classes?: readonly Class[] }) {
  useAnnotateKeys({
    annotator: {} as Annotator, spaceHeld: { current: false }, judge: nothing, chooseClass: nothing, classes, step: nothing, accept: nothing, takeOver: nothing,
    copyNext: nothing, compare: nothing, openLook: nothing, sendBack: nothing, toggleAuto: nothing, proposal: { acceptAll: nothing, acceptOne: nothing, refuse: nothing, floor, chooseFloor },
  });
  shown = useShownKeys();
  return null;
}

describe("the keys of the annotator", () => {
  it("each have one purpose, and each purpose a key of its own", () => {
    render(<Keys />);
    expect(shown.length).toBeGreaterThan(60);
    const owners = new Map<string, string>();
    for (const one of shown) {
      for (const key of keysNow(one)) {
        expect([key, owners.get(key)]).toEqual([key, undefined]);
        owners.set(key, one.meaning);
      }
    }
    expect(new Set(shown.map((one) => one.id)).size).toBe(shown.length);
  });

  it("raise and lower the least score of what a model proposes, within its bounds", () => {
    const { rerender } = render(<Keys />);
    const press = (key: string) => {
      act(() => void window.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true })));
      rerender(<Keys />);
    };
    press("}");
    expect(floor).toBe(0.55);
    for (let times = 0; times < 12; times += 1) press("}");
    expect(floor).toBe(1);
    for (let times = 0; times < 30; times += 1) press("{");
    expect(floor).toBe(0);
  });

  it("choose a class by its own key before the tool that has the same", () => {
    render(<Keys classes={nine.map((one, place) => ({ ...one, key: place === 3 ? "b" : null }))} />);
    expect(shown.find((one) => keysNow(one).includes("b"))?.meaning).toBe("annotate.key.class");
  });
});
