import { fireEvent, screen, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { serve, type Asked } from "@/test/server";
import { show } from "@/test/show";
import { lateWords } from "@/i18n";
import { RawTab } from "./parts/RawTab";

vi.setConfig({ testTimeout: 30_000 });
// The wall draws only what has a size, which nothing has here; a browser looks at it (tests/e2e).
vi.mock("@/components/Wall", () => ({
  Wall: ({ items, idOf, nameOf, caption, corner, chosen, onChoose, onLook }: WallProps) =>
    items.map((one) => (
      <div
        key={idOf(one)} role="option" aria-selected={chosen?.has(idOf(one)) ?? false} title={nameOf(one)}
        onClick={(event) => (event.ctrlKey ? onChoose?.(new Set([...(chosen ?? []), idOf(one)])) : onLook(one))}
      >
        <span>{caption(one)}{corner(one)}</span>
      </div>
    )),
}));
type One = { id: string };
type WallProps = {
  items: One[]; idOf: (one: One) => string; nameOf: (one: One) => string; caption: (one: One) => ReactNode; corner: (one: One) => ReactNode;
  chosen?: ReadonlySet<string>; onChoose?: (ids: Set<string>) => void; onLook: (one: One) => void;
};

const raw = (id: string, more: object = {}) => ({
  id, project_id: "p", hash: id, name: `${id}.jpg`, width: 64, height: 48, bytes: 900, format: "jpeg", machine: "AOI-1", product: "P-100", station: "front", serial: "S-1", version: null,
  flag: "ng", labels: [], taken_at: "2026-01-01T00:00:00.000Z", received_at: "2026-01-01T00:00:00.000Z", sent_by: "camera", picture_id: null, kept_until: "2026-01-31T00:00:00.000Z", ...more,
});

let asked: Asked[];
let items: object[];
let takes: object[];
beforeEach(async () => {
  await lateWords();
  items = [raw("a"), raw("b", { picture_id: "x", flag: "ok" })];
  takes = [{ added: 1, duplicates: 0, labelled: 1, left: 0, left_out: [{ class: "burn", why: "unknown", labels: 3 }] }];
  asked = serve({
    "GET /projects/p/raw_pictures": () => ({ body: { items, next: null, total: items.length && 12_000 } }),
    "GET /projects/p/raw_pictures/choices": () => ({ body: { machines: [{ name: "AOI-1", pictures: 2 }], products: [], stations: [] } }),
    "POST /projects/p/raw_pictures/take": () => ({ body: takes.shift() ?? null }),
    "POST /projects/p/raw_pictures/delete": () => ({ body: { deleted: 1, left: 0 } }),
  });
});
const sent = (path: string) => asked.filter((one) => one.method === "POST" && one.path === path).map((one) => one.body);
const press = (name: string) => fireEvent.click(document.querySelector(`[data-test=${name}]`) as HTMLElement);

describe("pictures of the line", () => {
  it("that are chosen are taken, and what became no label is told", async () => {
    show(<RawTab />);
    fireEvent.click(await screen.findByTitle(/a\.jpg/), { ctrlKey: true });
    press("raw-flags");
    press("raw-take");
    await waitFor(() => expect(sent("/projects/p/raw_pictures/take")).toEqual([{ ids: ["a"], flags: true }]));
    expect(await screen.findByText(/1 张图片已进入项目数据/)).toBeTruthy();
    expect(await screen.findByText(/“burn”：项目中没有这个类别（3 处）/)).toBeTruthy();
  });

  it("are taken to the last of all that a filter finds", async () => {
    takes = [
      { added: 9_000, duplicates: 1_000, labelled: 0, left: 2_000, left_out: [] },
      { added: 2_000, duplicates: 0, labelled: 0, left: 0, left_out: [] },
    ];
    show(<RawTab />, "?machine=AOI-1&flag=ng&taken=false");
    await screen.findByTitle(/a\.jpg/);
    expect(asked.find((one) => one.path === "/projects/p/raw_pictures")?.query.toString()).toBe("machine=AOI-1&flag=ng&taken=false&limit=200");
    press("raw-all");
    await screen.findByText("已选全部 12,000 张");
    press("raw-take");
    const wish = { found: { machine: "AOI-1", flag: "ng", taken: false }, flags: false };
    await waitFor(() => expect(sent("/projects/p/raw_pictures/take")).toEqual([wish, wish]));
    expect(await screen.findByText(/11,000 张图片已进入项目数据，1,000 张项目中已有/)).toBeTruthy();
  });

  it("are deleted after a question", async () => {
    show(<RawTab />);
    fireEvent.click(await screen.findByTitle(/b\.jpg/), { ctrlKey: true });
    press("raw-delete");
    expect(sent("/projects/p/raw_pictures/delete")).toEqual([]);
    fireEvent.click(document.querySelector(".ant-modal-footer .ant-btn-dangerous") as HTMLElement);
    await waitFor(() => expect(sent("/projects/p/raw_pictures/delete")).toEqual([{ ids: ["b"] }]));
    expect(await screen.findByText("已删除 1 张原始图片")).toBeTruthy();
  });

  it("are looked at with all that the machine said", async () => {
    show(<RawTab />);
    fireEvent.click(await screen.findByTitle(/a\.jpg/));
    expect(await screen.findByText("P-100")).toBeTruthy();
    expect(screen.getByAltText("a.jpg").getAttribute("src")).toContain("/raw_pictures/a/file");
  });

  it("that are not there yet show the command that sends one", async () => {
    items = [];
    show(<RawTab />);
    const command = (await screen.findByLabelText("推送命令")).textContent ?? "";
    expect(command).toContain(`curl -X POST "${window.location.origin}/api/v1/projects/p/raw_pictures?machine=AOI-1`);
    expect(command).toContain("--data-binary @board-0001.jpg");
    expect(document.querySelector("[data-test=raw-take]")).toBeNull();
  });
});
