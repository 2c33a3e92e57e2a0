import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { serve, type Asked } from "@/test/server";
import { show } from "@/test/show";
import { lateWords } from "@/i18n";
import { PastImports } from "./parts/PastImports";

vi.setConfig({ testTimeout: 30_000 });

const at = "2026-01-01T00:00:00.000Z";
const one = { id: "i", project_id: "p", state: "done", received_bytes: 900, files: 4, added: 2, duplicates: 1, refused: 1, labels: 2, columns: 0, created_at: at, ended_at: at, ends_by: null, paused: false, reason: null, created_by: "ada", format: "coco" };

let asked: Asked[];
beforeEach(async () => {
  await lateWords();
  asked = serve({
    "GET /projects/p/imports": () => ({ body: { items: [{ ...one, source: { storage: "lines", path: "march", linked: false } }, { ...one, id: "h", refused: 0, state: "failed", source: null }], next: null, total: 2 } }),
    "GET /imports/i/refusals": () => ({ body: { items: [{ name: "march/x.txt", code: "import.unknown_kind", detail: "no picture" }], next: null, total: 1 } }),
  });
});

it("lists past imports, and the files of each that could not be taken", async () => {
  show(<PastImports onClose={() => undefined} />);
  expect(await screen.findByText("lines/march")).toBeTruthy();
  expect(screen.getByText("上传")).toBeTruthy();
  expect(screen.getByText("失败")).toBeTruthy();
  expect(screen.getAllByText("COCO").length).toBe(2);
  fireEvent.click(document.querySelector("[data-test=past-refused]") as HTMLElement);
  expect(await screen.findByText("march/x.txt")).toBeTruthy();
  await waitFor(() => expect(asked.map((one) => one.path)).toContain("/imports/i/refusals"));
});
