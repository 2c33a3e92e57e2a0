import { useState } from "react";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { page, serve } from "@/test/server";
import { show } from "@/test/show";
import { ProjectPick } from "./ProjectPick";

afterEach(() => vi.unstubAllGlobals());

function Chosen() {
  const [id, setId] = useState<string | null>(null);
  return <><ProjectPick value={id} not="p1" test="pick" onChange={setId} /><output>{id}</output></>;
}

it("finds projects behind the first ones on the server, and keeps the name of the chosen one", async () => {
  const all = [{ id: "p1", name: "Line 1" }, { id: "p2", name: "Line 2" }, { id: "far", name: "Zinc" }];
  const asked = serve({ "GET /projects": ({ query }) => page(all.filter((one) => (query.has("name") ? one.name.includes(query.get("name") ?? "") : one.id !== "far"))) });
  show(<Chosen />);
  fireEvent.mouseDown(document.querySelector("[data-test=pick] .ant-select-selector") ?? document.body);
  expect(await screen.findByText("Line 2")).toBeTruthy();
  expect(screen.queryByText("Line 1")).toBeNull();
  fireEvent.change(document.querySelector("[data-test=pick] input") ?? document.body, { target: { value: "Zin" } });
  fireEvent.click(await screen.findByText("Zinc"));
  await waitFor(() => expect(document.querySelector("output")?.textContent).toBe("far"));
  expect(asked.some((one) => one.query.get("name") === "Zin")).toBe(true);
  // The list is that of the beginning again, and has it no more.
  await waitFor(() => expect(document.querySelector("[data-test=pick] .ant-select-selection-item")?.textContent).toBe("Zinc"));
});
