import { fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { i18n } from "@/i18n";
import { FilterChips } from "./FilterChips";
import { PopItem, PopPanel } from "./PopPanel";
import { SearchBox } from "./SearchBox";
import { StateTag } from "./StateTag";
import { Wall } from "./Wall";

beforeEach(() => i18n.changeLanguage("zh-CN"));

describe("StateTag", () => {
  it("tells a state by word and by shape, in the chosen language", async () => {
    const { container } = render(<StateTag state="ng" />);
    expect(screen.getByText("NG")).toBeTruthy();
    expect(container.querySelector("path")).toBeTruthy();
    await i18n.changeLanguage("en");
    render(<StateTag state="failed" />);
    expect(screen.getByText("Failed")).toBeTruthy();
  });
  it("keeps the word for screen readers when it is bare", () => {
    render(<StateTag state="good" bare />);
    expect(screen.getByText("良品").className).toBe("visually-hidden");
  });
});

describe("FilterChips", () => {
  it("chooses, and takes back what is chosen", () => {
    const change = vi.fn();
    const chips = [{ value: "a", text: "A" }, { value: "b", text: "B" }];
    const { rerender } = render(<FilterChips label="x" chips={chips} value={undefined} onChange={change} />);
    fireEvent.click(screen.getByText("B"));
    expect(change).toHaveBeenLastCalledWith("b");
    rerender(<FilterChips label="x" chips={chips} value="b" onChange={change} />);
    expect(screen.getByText("B").getAttribute("aria-pressed")).toBe("true");
    fireEvent.click(screen.getByText("B"));
    expect(change).toHaveBeenLastCalledWith(undefined);
  });
});

describe("PopPanel", () => {
  it("opens, walks by the arrows, and closes by Escape and by a press elsewhere", () => {
    const run = vi.fn();
    render(
      <PopPanel label="menu" face="face">
        {() => (
          <>
            <PopItem onClick={run}>one</PopItem>
            <PopItem onClick={run}>two</PopItem>
          </>
        )}
      </PopPanel>,
    );
    const button = screen.getByRole("button", { name: "menu" });
    fireEvent.click(button);
    fireEvent.keyDown(button, { key: "ArrowDown" });
    expect(document.activeElement?.textContent).toBe("one");
    fireEvent.keyDown(document.activeElement ?? button, { key: "ArrowUp" });
    expect(document.activeElement?.textContent).toBe("two");
    fireEvent.click(screen.getByText("two"));
    expect(run).toHaveBeenCalledOnce();
    fireEvent.keyDown(button, { key: "Escape" });
    expect(screen.queryByText("one")).toBeNull();
    fireEvent.click(button);
    fireEvent.pointerDown(document.body);
    expect(screen.queryByText("one")).toBeNull();
  });
});

describe("SearchBox", () => {
  it("stays the same field with the hand in it while the address changes, and says what that says", () => {
    const search = (q?: string) => ({ get: () => q, set: vi.fn() });
    const { rerender } = render(<SearchBox search={search("a")} label="find" />);
    const field = screen.getByLabelText("find") as HTMLInputElement;
    field.focus();
    fireEvent.change(field, { target: { value: "ab" } });
    rerender(<SearchBox search={search("ab")} label="find" />);
    expect(document.activeElement).toBe(screen.getByLabelText("find"));
    // "Clear filters", or Back.
    rerender(<SearchBox search={search()} label="find" />);
    expect(field.value).toBe("");
  });
});

describe("Wall", () => {
  const items = Array.from({ length: 40 }, (_, index) => ({ id: `p${index}` }));
  const look = vi.fn();
  const more = vi.fn();

  function show(chosen: ReadonlySet<string>, onChoose: (ids: Set<string>) => void) {
    return render(
      <Wall
        items={items} total={40} label="wall" idOf={(one) => one.id} nameOf={(one) => one.id} thumbOf={(one) => `/${one.id}`}
        edgeOf={() => "ok"} chosen={chosen} onChoose={onChoose} onLook={look} more={more}
      />,
    );
  }
  beforeEach(() => {
    look.mockClear();
    more.mockClear();
  });

  it("looks with the space key at where the arrows went", () => {
    show(new Set(), () => undefined);
    const wall = screen.getByRole("listbox");
    // Without layout there are two columns.
    for (const key of ["ArrowRight", "ArrowDown", "ArrowLeft", " "]) fireEvent.keyDown(wall, { key });
    expect(look).toHaveBeenCalledWith(items[2], 2);
    fireEvent.keyDown(wall, { key: "End" });
    fireEvent.keyDown(wall, { key: " " });
    expect(look).toHaveBeenLastCalledWith(items[39], 39);
  });

  it("chooses a range with Shift, all with Ctrl A, none with Escape", () => {
    const choose = vi.fn();
    const { rerender, unmount } = show(new Set(), choose);
    void rerender;
    const wall = screen.getByRole("listbox");
    fireEvent.keyDown(wall, { key: "ArrowRight" });
    fireEvent.keyDown(wall, { key: "ArrowDown", shiftKey: true });
    expect([...choose.mock.lastCall?.[0] ?? []]).toEqual(["p1", "p2", "p3"]);
    fireEvent.keyDown(wall, { key: "a", ctrlKey: true });
    expect(choose.mock.lastCall?.[0].size).toBe(40);
    unmount();
    show(new Set(["p1"]), choose);
    fireEvent.keyDown(screen.getByRole("listbox"), { key: "Escape" });
    expect(choose.mock.lastCall?.[0].size).toBe(0);
  });
});
