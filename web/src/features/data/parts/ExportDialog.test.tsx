import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { serve } from "@/test/server";
import { show } from "@/test/show";
import type { Version } from "@/api/contract";
import { ChosenExportDialog, ExportDialog } from "./ExportDialog";

const version = { id: "v", project_id: "p", number: 3, note: "", pictures: 4, labelled: 3, by_class: [], held_back: 0, created_at: "2026-01-01T00:00:00.000Z" } as unknown as Version;
const one = (id: string, more: object) => ({
  id, project_id: "p", version_id: "v", format: "voc", state: "done", paused: false, done: 0, total: 0, pictures: 3, bytes: 1_234_567, losses: [],
  created_at: "2026-01-01T00:00:00.000Z", ended_at: null, kept_until: null, reason: null, into: null, ...more,
});
const rows = () => [...document.querySelectorAll("[data-test=export]")].map((row) => row.textContent);

afterEach(() => vi.unstubAllGlobals());

describe("exports of a version", () => {
  it("tell how far they are, what was lost, and where the archive is", async () => {
    serve({
      "GET /versions/v/exports": () => ({ body: { items: [
        one("a", { losses: [{ what: "upright_box", kind: "ellipse", count: 2 }, { what: "left_out", kind: "picture", count: 1 }] }),
        one("b", { format: "coco" }),
        one("c", { format: "cvat", state: "running", bytes: null, done: 40, total: 100 }),
        one("d", { format: "csv", bytes: null }),
      ], next: null, total: 4 } }),
    });
    show(<ExportDialog version={version} onClose={() => undefined} />);
    await waitFor(() => expect(rows().length).toBe(4));
    const [voc, coco, cvat, csv] = rows();
    expect(voc).toContain("椭圆共 2 个：只写入外接正矩形");
    expect(voc).toContain("图片共 1 个：没有写入");
    expect(coco).toContain("没有丢失任何标注信息");
    expect(cvat).toContain("正在写入 40 / 100");
    expect(csv).toContain("压缩包已过期删除");
    const links = [...document.querySelectorAll<HTMLAnchorElement>("[data-test=export-file]")].map((link) => link.getAttribute("href"));
    expect(links.map((href) => href?.split("/exports/")[1])).toEqual(["a/file", "b/file"]);
  });

  it("are begun in the chosen format and stopped by their own button", async () => {
    let running = false;
    const asked = serve({
      "GET /versions/v/exports": () => ({ body: { items: running ? [one("n", { format: "folders", state: "running", bytes: null })] : [], next: null, total: 0 } }),
      "POST /versions/v/exports": () => {
        running = true;
        return { status: 201, body: one("n", { state: "running" }) };
      },
      "POST /exports/n/cancel": () => ({ body: one("n", { state: "cancelled" }) }),
    });
    show(<ExportDialog version={version} onClose={() => undefined} />);
    fireEvent.click(await screen.findByText("开始导出"));
    await waitFor(() => expect(rows().length).toBe(1));
    expect(asked.find((request) => request.method === "POST")?.body).toEqual({ format: "folders" });
    fireEvent.click(document.querySelector("[data-test=export] button")!);
    await waitFor(() => expect(asked.some((request) => request.path === "/exports/n/cancel")).toBe(true));
  });

  it("cut regions of chosen pictures into another project, with a margin", async () => {
    const done = { project_id: "q", name: "cuts", margin: 0.25, added: 5, known: 1, labelled: 5 };
    const asked = serve({
      "GET /projects/p/exports": () => ({ body: { items: [one("n", { version_id: null, format: "crops", bytes: null, into: done })], next: null, total: 1 } }),
      "GET /projects": () => ({ body: { items: [{ id: "p", name: "own" }, { id: "q", name: "cuts" }], next: null, total: 2 } }),
      "POST /projects/p/cuts": () => ({ status: 201, body: one("m", { state: "running", version_id: null, format: "crops", into: done }) }),
    });
    show(<ChosenExportDialog project="p" chosen={{ ids: ["a"] }} count={1} onClose={() => undefined} />);
    await waitFor(() => expect(rows()[0]).toContain("已剪切到“cuts”：新增 5 张，已有 1 张，5 张带标注"));
    fireEvent.mouseDown(screen.getByRole("combobox"));
    fireEvent.change(screen.getByRole("combobox"), { target: { value: "crops" } });
    for (let step = 0; step < 16; step += 1) fireEvent.keyDown(screen.getByRole("combobox"), { key: "ArrowDown", keyCode: 40 });
    fireEvent.keyDown(screen.getByRole("combobox"), { key: "Enter", keyCode: 13 });
    const into = await screen.findByLabelText("剪切到");
    fireEvent.mouseDown(into);
    fireEvent.click(await screen.findByTitle("cuts"));
    expect(screen.queryByTitle("own")).toBeNull();
    fireEvent.change(await screen.findByLabelText("每边外扩（占区域边长）"), { target: { value: "25" } });
    fireEvent.click(screen.getByText("开始导出"));
    const wanted = { ids: ["a"], into_project: "q", margin: 0.25, class_ids: [] };
    await waitFor(() => expect(asked.find((request) => request.method === "POST")?.body).toEqual(wanted));
  });

  it("of chosen pictures are begun with what was chosen", async () => {
    const asked = serve({
      "GET /projects/p/exports": () => ({ body: { items: [], next: null, total: 0 } }),
      "POST /projects/p/exports": () => ({ status: 201, body: one("n", { state: "running", version_id: null }) }),
    });
    show(<ChosenExportDialog project="p" chosen={{ found: { tags: "night" } }} count={12} onClose={() => undefined} />);
    await screen.findByText("导出选中的 12 张图片");
    fireEvent.click(await screen.findByText("开始导出"));
    await waitFor(() => expect(asked.find((request) => request.method === "POST")?.body).toEqual({ found: { tags: "night" }, format: "folders" }));
  });
});
