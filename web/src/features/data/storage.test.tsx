import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { serve, type Asked } from "@/test/server";
import { show } from "@/test/show";
import { lateWords } from "@/i18n";
import { StorageDialog } from "./parts/StorageDialog";

vi.setConfig({ testTimeout: 30_000 });

const file = (name: string, kind: string) => ({ path: name, name, kind, bytes: 900, changed_at: "2026-01-01T00:00:00.000Z", executable: false, etag: "e", target: null });
const made = { id: "i", project_id: "p", state: "running", received_bytes: 0, files: 0, added: 0, duplicates: 0, refused: 0, labels: 0, created_at: "2026-01-01T00:00:00.000Z", ended_at: null, ends_by: null, paused: false, reason: null };

let asked: Asked[];
beforeEach(async () => {
  await lateWords();
  asked = serve({
    "GET /storages/lines/entries": ({ query }) => ({
      body: query.get("path") === "set" ? { path: "set", items: [file("1.jpg", "file")], next: null, total: 1 } : { path: "", items: [file("set", "folder"), file("out", "link")], next: null, total: 2 },
    }),
    "POST /projects/p/imports/from_storage": () => ({ status: 201, body: made }),
    "GET /imports/i": () => ({ body: { ...made, state: "done", files: 3, added: 2, refused: 1, labels: 2 } }),
    "GET /imports/i/refusals": () => ({ body: { items: [{ name: "set/out", code: "import.link", detail: "" }], next: null, total: 1 } }),
  });
});
const sent = () => asked.filter((one) => one.method === "POST").map((one) => one.body);

describe("a storage of the server", () => {
  it("is gone into, and its folder is taken by the server", async () => {
    show(<StorageDialog storages={[{ name: "lines", own: false, links: true }]} onClose={() => undefined} />);
    expect(await screen.findByText("out")).toBeTruthy();
    expect(screen.queryByRole("button", { name: /out/ })).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: /set/ }));
    await screen.findByText("1.jpg");
    fireEvent.click(document.querySelector("[data-test=storage-take]") as HTMLElement);
    await waitFor(() => expect(sent()).toEqual([{ storage: "lines", path: "set", link: false }]));
    expect(await screen.findByText(/导入完成：新增 2 张/)).toBeTruthy();
    expect(await screen.findByText(/set\/out: 链接文件/)).toBeTruthy();
  });

  it("gives one file alone, as a link", async () => {
    show(<StorageDialog storages={[{ name: "lines", own: false, links: true }]} onClose={() => undefined} />);
    fireEvent.click(screen.getByRole("radio", { name: "只建立链接" }));
    expect(await screen.findByText(/图片留在存储上/)).toBeTruthy();
    fireEvent.click(await screen.findByRole("button", { name: /set/ }));
    await screen.findByText("1.jpg");
    fireEvent.click(screen.getByRole("button", { name: /^导\s*入$/ }));
    await waitFor(() => expect(sent()).toEqual([{ storage: "lines", path: "set/1.jpg", link: true }]));
  });

  it("is told how the labels are laid out", async () => {
    show(<StorageDialog storages={[{ name: "lines", own: false, links: true }]} onClose={() => undefined} />);
    fireEvent.mouseDown(document.querySelector("[data-test=told-format] .ant-select-selector") ?? (document.querySelector("[data-test=told-format]") as HTMLElement));
    fireEvent.click(await screen.findByText("COCO"));
    fireEvent.click(screen.getByRole("checkbox"));
    fireEvent.click(document.querySelector("[data-test=storage-take]") as HTMLElement);
    await waitFor(() => expect(sent()).toEqual([{ storage: "lines", path: "", link: false, format: "coco", unmentioned_good: true }]));
  });

  it("copies where nothing can be linked", async () => {
    show(<StorageDialog storages={[{ name: "lines", own: true, links: false }]} onClose={() => undefined} />);
    await screen.findByText("out");
    expect((screen.getByRole("radio", { name: "只建立链接" }) as HTMLInputElement).disabled).toBe(true);
    fireEvent.click(document.querySelector("[data-test=storage-take]") as HTMLElement);
    await waitFor(() => expect(sent()).toEqual([{ storage: "lines", path: "", link: false }]));
  });
});
