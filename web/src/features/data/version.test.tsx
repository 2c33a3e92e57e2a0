import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import type { ReactElement } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import * as sets from "@/api/sets";
import * as pictures from "@/api/pictures";
import { show } from "@/test/show";
import type { LastStatistics, StatisticsResult, Version, VersionFacts } from "@/api/contract";
import { figurePath, queryOf } from "@/lib/pictureFilters";
import { aspectFrom, brightnessFrom, extentFrom, filled } from "./figures";
import { DiffPage } from "./pages/DiffPage";
import { VersionPage } from "./pages/VersionPage";
import { SplitTab } from "./parts/SplitTab";
import { StatisticsTab } from "./parts/StatisticsTab";
import { Versions } from "./parts/Versions";

vi.mock("@/api/sets");
vi.mock("@/api/pictures", async (original) => ({ ...(await original<typeof pictures>()), listVersions: vi.fn() }));
// What it draws is looked at in a browser.
vi.mock("@/components/Chart", () => ({
  Chart: ({ label, onClick }: { label: string; onClick?: (at: { dataIndex: number }) => void }) => <button onClick={() => onClick?.({ dataIndex: 1 })}>{label}</button>,
}));
vi.setConfig({ testTimeout: 30_000 });

const version: Version = {
  id: "v1", project_id: "p", number: 1, note: "June", tags: ["night"], pictures: 10, labelled: 9, bytes: 2048, held_back: 2, validation: 1,
  by_class: [{ class_id: "c0", name: "good", pictures: 9 }], split: { by: "class", pattern: null, column: null, validation: 0.1, test: 0.2 },
  created_by: "ada", created_at: "2026-01-01T00:00:00.000Z", published_at: null, published_by: null, revision: 3,
  tasks: ["detect", "classify"], scene: "detection", origins: [{ source: "upload", format: "coco", pictures: 8 }, { source: "line", format: null, pictures: 2 }],
};
const later: Version = { ...version, id: "v2", number: 2, note: "" };
const facts: VersionFacts = {
  counts: [{ class_id: "c0", name: "good", colour: "#30a46c", good: true, train: 6, validation: 1, test: 2 }], regions: 4,
  trainings: [{ id: "j1", name: "lesson", state: "succeeded", model_id: "m1", created_at: "2026-01-02T00:00:00.000Z" }], trainings_total: 3,
  models: [{ id: "m1", number: 4, name: "seal", stage: "draft", created_at: "2026-01-02T00:00:00.000Z" }], models_total: 1,
};
const page = <T,>(items: T[]) => ({ items, next: null, total: items.length });
const at = (path: string, element: ReactElement) => [{ path: `/projects/:projectId/${path}`, element }];

beforeEach(() => {
  vi.resetAllMocks();
  vi.mocked(pictures.listVersions).mockResolvedValue(page([later, version]));
  vi.mocked(sets.getVersion).mockResolvedValue({ value: version, etag: '"3"' });
  vi.mocked(sets.versionFacts).mockResolvedValue(facts);
  vi.mocked(sets.keptThumb).mockImplementation((id, position) => `/${id}/${position}`);
});

async function open(path: string, route: string, element: ReactElement) {
  const shown = show(<i />, "", at(route, element));
  await shown.router.navigate(`/projects/p/${path}`);
  return shown;
}

describe("list of versions", () => {
  it("asks the server to search, sort and filter, and compares the older of two with the newer", async () => {
    const { router } = show(<Versions />, "?q=night&sort=-bytes&published=true");
    await screen.findByText("v1");
    expect(pictures.listVersions).toHaveBeenCalledWith("p", expect.objectContaining({ q: "night", sort: "-bytes", published: true }));
    expect(screen.getAllByText("ada").length).toBe(2);
    for (const box of screen.getAllByRole("checkbox").slice(1)) fireEvent.click(box);
    fireEvent.click(screen.getByText("比较这两个版本"));
    await waitFor(() => expect(router.state.location.pathname).toBe("/projects/p/data/versions/v1/diff/v2"));
  });
});

describe("what versions are for and come from", () => {
  it("is told in the list and filters it", async () => {
    const { router } = show(<Versions />);
    expect((await screen.findAllByText("COCO · 8")).length).toBe(2);
    fireEvent.click(screen.getAllByText("COCO · 8")[0] as HTMLElement);
    await waitFor(() => expect(router.state.location.search).toBe("?format=coco"));
    await waitFor(() => expect(pictures.listVersions).toHaveBeenCalledWith("p", expect.objectContaining({ format: "coco" })));
    fireEvent.click(screen.getAllByText("缺陷分割")[0] as HTMLElement);
    await waitFor(() => expect(pictures.listVersions).toHaveBeenCalledWith("p", expect.objectContaining({ task: "segment", format: "coco" })));
  });

  it("filters it by the keyboard, too", async () => {
    const { router } = show(<Versions />);
    const [first] = await screen.findAllByRole("button", { name: "COCO · 8" });
    expect(first?.tabIndex).toBe(0);
    fireEvent.keyDown(first as HTMLElement, { key: "Enter" });
    await waitFor(() => expect(router.state.location.search).toBe("?format=coco"));
  });

  it("is told on its page", async () => {
    await open("data/versions/v1", "data/versions/:versionId", <VersionPage />);
    await waitFor(() => expect(document.querySelector("[data-test=fits]")?.textContent).toBe("目标检测 · 分类"));
    expect([...document.querySelectorAll("[data-test=origin]")].map((one) => one.textContent)).toEqual(["COCO · 8", "产线 · 2"]);
  });
});

describe("page of a version", () => {
  it("tells what it holds and what came of it, and is published", async () => {
    await open("data/versions/v1", "data/versions/:versionId", <VersionPage />);
    expect((await screen.findByRole("heading", { level: 1 })).textContent).toContain("版本 1");
    const table = await screen.findByRole("table");
    expect(within(table).getAllByRole("row")[1]?.textContent).toBe("good6129");
    expect(screen.getByText("lesson").closest("a")?.getAttribute("href")).toBe("/jobs/j1");
    expect(screen.getByText(/另有 2 个/)).toBeTruthy();
    expect(screen.getByText(/seal/).closest("a")?.getAttribute("href")).toBe("/projects/p/models/m1");
    vi.mocked(sets.publishVersion).mockResolvedValue({ ...version, published_at: version.created_at });
    fireEvent.click(document.querySelector("[data-test=publish]") as HTMLElement);
    await waitFor(() => expect(sets.publishVersion).toHaveBeenCalledWith("v1"));
    expect(await screen.findByText(/训练时会首先推荐它/)).toBeTruthy();
  });

  it("keeps another note with the revision that was read", async () => {
    await open("data/versions/v1", "data/versions/:versionId", <VersionPage />);
    const note = await waitFor(() => document.querySelector<HTMLTextAreaElement>("[data-test=version-note]") ?? Promise.reject(new Error("not yet")));
    fireEvent.change(note, { target: { value: " July " } });
    vi.mocked(sets.patchVersion).mockResolvedValue({ value: { ...version, note: "July", revision: 4 }, etag: '"4"' });
    fireEvent.click(document.querySelector("[data-test=version-save]") as HTMLElement);
    await waitFor(() => expect(sets.patchVersion).toHaveBeenCalledWith("v1", { note: "July", tags: ["night"] }, '"3"'));
  });

  it("shows what restoring would change before anything does", async () => {
    vi.mocked(sets.lookRestore).mockImplementation((_, back) => Promise.resolve({
      changed: 2, brought_back: back ? 3 : 0, same: 5, left_out: back ? 0 : 3, later: 1, classes: ["dent"],
      examples: [{
        kept: { version_id: "v1", position: 7, picture_id: "x", name: "a/x.png", verdict: "bad", class_id: "c1", class: "scratch", regions: 2, part: "train" },
        now_verdict: "good", now_class_id: null, now_regions: 0, removed: false,
      }],
    }));
    await open("data/versions/v1", "data/versions/:versionId", <VersionPage />);
    fireEvent.click(await screen.findByLabelText("更多操作"));
    fireEvent.click(await screen.findByText("恢复标注…"));
    const figures = await waitFor(() => document.querySelector("[data-test=restore-figures]") ?? Promise.reject(new Error("not yet")));
    expect(figures.textContent).toContain("标注会改变2");
    expect(screen.getByText(/会重新建立类别：dent/)).toBeTruthy();
    expect(document.querySelector<HTMLImageElement>("img[alt='a/x.png']")?.getAttribute("src")).toBe("/v1/7");
    fireEvent.click(screen.getByLabelText(/把之后删除的图片也恢复/));
    await waitFor(() => expect(figures.textContent).toContain("图片会恢复3"));
    expect(sets.restoreVersion).not.toHaveBeenCalled();
    vi.mocked(sets.restoreVersion).mockResolvedValue({ changed: 2, brought_back: 3, same: 5, left_out: 0, kept: null });
    const ok = document.querySelector<HTMLButtonElement>(".ant-modal-footer .ant-btn-primary") as HTMLButtonElement;
    await waitFor(() => expect(ok.disabled).toBe(false));
    fireEvent.click(ok);
    await waitFor(() => expect(sets.restoreVersion).toHaveBeenCalledWith("v1", { bring_back: true, keep_now: true }));
  });
});

describe("difference of two versions", () => {
  it("begins with the first kind of which there is something, and tells both sides", async () => {
    const kept = { picture_id: "x", name: "lot/a.png", class_id: null, class: null, regions: 0, part: "train" as const };
    vi.mocked(sets.diffVersions).mockResolvedValue({
      added: 0, removed: 0, label_added: 0, label_removed: 0, label_changed: 1, moved: 0, same: 8, next: null, total: 1,
      items: [{
        kind: "label_changed", hash: "h", regions_added: 1, regions_removed: 0, regions_changed: 0,
        before: { ...kept, version_id: "v1", position: 0, verdict: "good" }, after: { ...kept, version_id: "v2", position: 1, verdict: "bad", class: "scratch", regions: 1 },
      }],
    });
    await open("data/versions/v1/diff/v2", "data/versions/:beforeId/diff/:afterId", <DiffPage />);
    const list = await waitFor(() => document.querySelector("[data-test=differences]") ?? Promise.reject(new Error("not yet")));
    expect(sets.diffVersions).toHaveBeenCalledWith("v1", "v2", expect.objectContaining({ kind: "label_changed" }));
    expect(list.textContent).toContain("良品");
    expect(list.textContent).toContain("scratch");
    expect(list.textContent).toContain("新增 1");
    expect(list.querySelector("img")?.getAttribute("src")).toBe("/v2/1");
    expect(screen.getByText(/8 张图片没有变化/)).toBeTruthy();
  });
});

describe("parts", () => {
  const row = { class_id: "c1", verdict: "bad" as const, train: 6, validation: 2, test: 2, none: 0 };
  const counts = [row];
  it("previews a rule, shows at the field what is wrong with an expression, and applies", async () => {
    vi.mocked(sets.getSplit).mockResolvedValue({ rule: null, counts: [{ ...row, train: 0, validation: 0, test: 0, none: 10 }] });
    vi.mocked(sets.lookSplit).mockResolvedValue({ counts, moved: 0, groups: 5, largest: [{ key: "lot1", pictures: 2 }], unmatched: 1, unmatched_names: ["x.png"] });
    show(<SplitTab />);
    fireEvent.click(await waitFor(() => document.querySelector("[data-test=by-pattern] input, input[value=pattern]") ?? Promise.reject(new Error("not yet"))));
    const preview = document.querySelector("[data-test=split-preview]") as HTMLButtonElement;
    expect(preview.disabled).toBe(true);
    fireEvent.change(document.querySelector("[data-test=pattern]") as HTMLElement, { target: { value: "lot(\\d)" } });
    fireEvent.click(preview);
    const wanted = { by: "pattern", pattern: "lot(\\d)", column: null, validation: 0.1, test: 0.2, reshuffle: false };
    await waitFor(() => expect(vi.mocked(sets.lookSplit).mock.calls[0]?.[1]).toEqual(wanted));
    expect(await screen.findByText(/分成 5 组/)).toBeTruthy();
    expect(screen.getByText(/x\.png/)).toBeTruthy();
    const applied = { rule: { by: "pattern" as const, pattern: "lot(\\d)", column: null, validation: 0.1, test: 0.2 }, counts };
    vi.mocked(sets.putSplit).mockResolvedValue(applied);
    vi.mocked(sets.getSplit).mockResolvedValue(applied);
    fireEvent.click(document.querySelector("[data-test=split-apply]") as HTMLElement);
    await waitFor(() => expect(sets.putSplit).toHaveBeenCalledWith("p", wanted));
    // Each number leads to its pictures.
    await waitFor(() => expect(screen.getAllByText("6")[0]?.closest("a")?.getAttribute("href")).toBe("/projects/p/data?part=train&class=c1"));
  });
});

describe("statistics", () => {
  const bins = (filledAt: Record<number, number>) => Array.from({ length: 24 }, (_, bin) => filledAt[bin] ?? 0);
  const result: StatisticsResult = {
    pictures: 9, labelled: 8, regions: 2, bytes: 1000, unreadable: 1, out_of_reach: [{ bin: 0, storage: "lines", code: "link.gone", pictures: 2 }],
    by_class: [{ class_id: "c1", name: "scratch", colour: "#e5484d", good: false, pictures: 3, train: 2, validation: 0, test: 1, regions: 2 }],
    sizes: [{ bin: 3, width: 640, height: 480, pictures: 9 }], brightness: bins({ 10: 9 }), sharpness: bins({ 5: 9 }), extent: bins({ 4: 2 }), aspect: bins({ 12: 2 }),
    place: Array.from({ length: 1024 }, (_, cell) => (cell === 40 ? 2 : 0)), place_by_class: [],
    near: [{ bin: 1, pictures: 2, train: 1, validation: 0, test: 1, leak: true, examples: ["x", "y"] }], near_groups: 1, near_pictures: 2, leaks: 1, leak_pictures: 2, near_left_out: 0, near_described: 5, near_unseen: 3,
  };
  const statistics = {
    id: "s1", project_id: "p", version_id: null, state: "done" as const, done: 9, total: 9, created_by: "ada", created_at: version.created_at, ended_at: version.created_at, result,
  };
  it("are begun, tell how far they are, and are cancelled", async () => {
    vi.mocked(sets.lastStatistics).mockResolvedValueOnce({ done: null, newer: null, stale: false });
    vi.mocked(sets.lastStatistics).mockResolvedValue({ done: null, newer: { ...statistics, state: "running", done: 4, result: null, ended_at: null }, stale: false } satisfies LastStatistics);
    vi.mocked(sets.startStatistics).mockResolvedValue({ ...statistics, state: "running" });
    show(<StatisticsTab version="v1" />);
    fireEvent.click(await screen.findByText("开始统计"));
    expect((await screen.findByRole("status")).textContent).toContain("4 / 9");
    expect(sets.startStatistics).toHaveBeenCalledWith("p", "v1");
    fireEvent.click(screen.getByRole("button", { name: /取\s*消/ }));
    await waitFor(() => expect(vi.mocked(sets.cancelStatistics).mock.calls[0]?.[0]).toBe("s1"));
  });
  it("lead from each figure to its pictures", async () => {
    vi.mocked(sets.lastStatistics).mockResolvedValue({ done: statistics, newer: null, stale: true });
    const { router } = show(<StatisticsTab version={null} />);
    expect((await screen.findByText("640 × 480")).getAttribute("href")).toBe("/projects/p/data?statistics=s1&facet=size&bin=3");
    expect(screen.getByText(/图片或标注有变化/)).toBeTruthy();
    const groups = document.querySelector("[data-test=near-groups]") as HTMLElement;
    expect(within(groups).getByText("泄漏")).toBeTruthy();
    expect(within(groups).getByText("2 张").getAttribute("href")).toBe("/projects/p/data?statistics=s1&facet=leak&bin=1");
    // Features of some are not known, and how to get them.
    const described = document.querySelector("[data-test=near-described]") as HTMLElement;
    expect(described.textContent).toContain("9 张图片中有 5 张的特征已知");
    expect(within(described).getByText("分析全部图片").getAttribute("href")).toBe("/projects/p/data?tab=advice");
    expect(screen.getByText(/有 3 对没有仔细比对/)).toBeTruthy();
    expect(screen.getByText("存储“lines”：文件已不在原处").getAttribute("href")).toBe("/projects/p/data?statistics=s1&facet=out_of_reach&bin=0");
    // The first bar that has something stands second: one empty class before it.
    fireEvent.click(screen.getByText(/^亮度: /));
    await waitFor(() => expect(router.state.location.search).toBe("?statistics=s1&facet=brightness&bin=10"));
  });
  it("have classes that begin where the server's do, and filters that mean something", () => {
    expect([brightnessFrom(24), extentFrom(24), aspectFrom(12), aspectFrom(0)]).toEqual([256, 1, 1, 1 / 16]);
    expect(filled(bins({ 3: 1, 5: 2 }))).toEqual([2, 7]);
    expect(filled(bins({}))).toEqual([0, 24]);
    const search = (text: string) => ({ get: (name: string) => new URLSearchParams(text).get(name) ?? undefined });
    const path = figurePath("p", "s1", "near", 4);
    expect(queryOf(search(path.split("?")[1] ?? ""))).toEqual({ limit: 200, sort: "-added_at", statistics: "s1", facet: "near", bin: 4 });
    expect(queryOf(search("part=test"))).toEqual({ limit: 200, sort: "-added_at", part: "test" });
    expect(queryOf(search("part=moon&statistics=s&facet=moon&bin=-1"))).toEqual({ limit: 200, sort: "-added_at" });
  });
});
