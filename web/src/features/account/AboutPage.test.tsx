import { fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/test/show";
import { serve } from "@/test/server";
import { AboutPage } from "./pages/AboutPage";

afterEach(() => vi.unstubAllGlobals());

it("tells what runs and what had run, and shows the licence when it is asked for", async () => {
  serve({
    "GET /branding": () => ({ body: { product_name: "Line Eye", self_registration: false, logo: null, modules_off: [] } }),
    "GET /about": () => ({ body: { version: "1.1.0", started_at: "2026-11-01T08:00:00Z", licence: "Apache-2.0", licence_text: "Apache License, all of it" } }),
    "GET /about/versions": () => ({ body: { items: [{ version: "1.1.0", at: "2026-11-01T08:00:00Z" }, { version: "1.0.0", at: "2026-10-01T08:00:00Z" }], next: null, total: 2 } }),
  });
  show(<AboutPage />);
  expect((await screen.findByText("1.0.0")).closest("tr")?.textContent).toContain("2026");
  expect(screen.getAllByText("1.1.0")).toHaveLength(2);
  expect(screen.queryByText(/all of it/)).toBeNull();
  fireEvent.click(document.querySelector("[data-test=licence]")!);
  expect(screen.getByText(/all of it/)).toBeTruthy();
});
