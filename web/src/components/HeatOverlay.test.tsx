import { fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { show } from "@/test/show";
import { HeatOverlay } from "./HeatOverlay";

const overlay = (name: string) => <HeatOverlay picture={`${name}.png`} heat={`${name}-heat.png`} alt={name} width={40} height={30} />;
const strengths = () => [...document.querySelectorAll<HTMLImageElement>("img[src$='-heat.png']")].map((one) => one.style.opacity);

describe("heat map over a picture", () => {
  it("keeps how strong it is from picture to picture, alike for those side by side", () => {
    const { unmount } = show(<>{overlay("a")}{overlay("b")}</>);
    const first = strengths()[0];
    const [slider] = screen.getAllByRole("slider");
    if (!slider) throw new Error("no slider");
    fireEvent.keyDown(slider, { key: "End", keyCode: 35 });
    expect(strengths()).toEqual(["1", "1"]);
    expect(first).not.toBe("1");
    unmount();
    show(overlay("c"));
    expect(strengths()).toEqual(["1"]);
    expect(localStorage.getItem("fovea.heat")).toBe("100");
  });
});
