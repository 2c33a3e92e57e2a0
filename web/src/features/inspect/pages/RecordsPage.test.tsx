import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { lateWords } from "@/i18n";
import { page, serve } from "@/test/server";
import { show } from "@/test/show";
import { RecordsPage } from "./RecordsPage";

vi.setConfig({ testTimeout: 30_000 });
afterEach(() => vi.unstubAllGlobals());

const record = {
  id: "a", service_id: "s", project_id: "p", model_id: "m", serial: "S-1", verdict: "ng", score: 0.9, class: null, regions: [], components: {}, texts: [], bead: null, ms_total: 9, ms_run: 5,
  width: 40, height: 30, at: "2026-01-01T00:00:00.000Z", picture: false, heat: false, recheck: null, picture_id: null, recipe: { verdict: "recheck", reasons: [], version: 1 },
};

it("tells what a recipe left to a person, and narrows the list to it and back", async () => {
  await lateWords();
  const asked = serve({ "GET /projects/p/services": () => page([]), "GET /projects/p/records": () => page([record]) });
  const { router } = show(<RecordsPage />, "?asked=yes");
  await screen.findByText("S-1");
  expect(asked.find((one) => one.path === "/projects/p/records")?.query.get("asked")).toBe("true");
  // Nobody has looked at it yet.
  expect(document.querySelector("td [data-state=recheck]")?.textContent).toBe("转复判");
  const chip = screen.getByText("转复判", { selector: "button" });
  expect(chip.getAttribute("aria-pressed")).toBe("true");
  fireEvent.click(chip);
  await waitFor(() => expect(router.state.location.search).toBe(""));
  fireEvent.click(await screen.findByText("转复判", { selector: "button" }));
  await waitFor(() => expect(router.state.location.search).toBe("?asked=yes"));
});
