import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ReadText } from "@/api/contract";
import { show } from "@/test/show";
import { TextView } from "./TextView";

const quad = [[10, 10], [90, 10], [90, 30], [10, 30]];
const text: ReadText = { text: "8O", score: 0.4, quad, checks: [], chars: [{ char: "8", score: 0.95, place: [30, 20] }, { char: "O", score: 0.4, place: null }] };

describe("texts", () => {
  it("show a sign alone where it is known to stand, and how sure it is", async () => {
    show(<TextView texts={[text]} picture={{ url: "/p.png", width: 100, height: 40 }} />);
    const [sure, unsure] = document.querySelectorAll("span[data-sure]");
    fireEvent.mouseEnter(sure as Element);
    expect(await screen.findByRole("img", { name: "字符 8 的图" })).toBeTruthy();
    await waitFor(() => expect(document.querySelector("[data-test=sign-cut]")?.textContent).toContain("0.95"));
    fireEvent.mouseEnter(unsure as Element);
    await waitFor(() => expect(document.querySelectorAll("[data-test=sign-cut]").length).toBe(2));
    // Where that one stands nobody told.
    expect(screen.queryByRole("img", { name: "字符 O 的图" })).toBeNull();
  });
});
