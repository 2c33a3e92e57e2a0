import { fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { i18n } from "@/i18n";
import { useKeys } from "@/hooks/useKeys";
import { recall } from "@/lib/remember";
import { resetKeys } from "@/lib/keymap";
import { KeysHelp } from "./KeysHelp";

const good = vi.fn();
const hide = vi.fn();

function Page() {
  useKeys([
    { keys: ["g"], meaning: "annotate.key.good", run: good },
    { keys: ["h"], meaning: "annotate.key.hide", run: hide },
    { keys: ["arrowleft", "shift+arrowleft"], meaning: "annotate.key.nudge", run: () => undefined },
  ]);
  useKeys([{ keys: ["?"], meaning: "shell.keys.help", run: () => undefined, fixed: true }]);
  return <KeysHelp onClose={() => undefined} />;
}

const press = (key: string, more: object = {}) => fireEvent.keyDown(window, { key, ...more });
const field = (meaning: string) => document.querySelector(`[data-test="key-annotate/${meaning}"]`) as Element;
const choose = (meaning: string, key: string, more: object = {}) => {
  fireEvent.click(field(meaning));
  press(key, more);
};

describe("changing keys", () => {
  beforeEach(async () => {
    await i18n.changeLanguage("en");
    resetKeys();
    good.mockReset();
    hide.mockReset();
    render(<Page />);
    fireEvent.click(screen.getByText("Change keys"));
  });

  it("gives a purpose another key, at once and for the next time", () => {
    choose("annotate.key.good/g", "x");
    expect(good).not.toHaveBeenCalled();
    press("x");
    expect(good).toHaveBeenCalledTimes(1);
    press("g");
    expect(good).toHaveBeenCalledTimes(1);
    expect(recall("keys")).toContain('"x"');
    fireEvent.click(screen.getByLabelText("Good: Back to the default"));
    press("g");
    expect(good).toHaveBeenCalledTimes(2);
  });

  it("refuses a key that does something else, one of the browser's, and the way back where it is taken", () => {
    choose("annotate.key.good/g", "h");
    expect(screen.getByRole("alert").textContent).toContain("Hide / show labels");
    choose("annotate.key.good/g", "w", { ctrlKey: true });
    expect(screen.getByRole("alert").textContent).toContain("browser");
    choose("annotate.key.good/g", "?", { shiftKey: true });
    expect(screen.getByRole("alert").textContent).toContain("Show the keys");
    choose("annotate.key.good/g", "x");
    choose("annotate.key.hide/h", "g");
    fireEvent.click(screen.getByLabelText("Good: Back to the default"));
    expect(screen.getByRole("alert").textContent).toContain("already used");
    press("g");
    expect([good.mock.calls.length, hide.mock.calls.length]).toEqual([0, 1]);
  });

  it("gives up with Escape, and keeps what Shift does", () => {
    choose("annotate.key.good/g", "Escape");
    press("g");
    expect(good).toHaveBeenCalledTimes(1);
    choose("annotate.key.nudge/arrowleft", "Home");
    expect(recall("keys")).toContain('["home","shift+home"]');
  });
});
