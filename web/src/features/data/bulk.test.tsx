import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { refused, serve, type Asked } from "@/test/server";
import { show } from "@/test/show";
import { lateWords } from "@/i18n";
import { BinTab } from "./parts/BinTab";
import { Pictures } from "./parts/Pictures";

vi.setConfig({ testTimeout: 30_000 });
// The wall draws only what has a size, which nothing has here; a browser looks at it (tests/e2e).
vi.mock("@/components/Wall", () => ({
  Wall: ({ items, idOf, nameOf, caption, chosen, onChoose, onLook, first, before }: WallProps) => [
    <button key="before" type="button" data-test="wall-before" data-first={first} onClick={before} />,
    ...items.map((one) => (
      <div
        key={idOf(one)} role="option" aria-selected={chosen.has(idOf(one))} title={nameOf(one)}
        onClick={(event) => (event.ctrlKey ? onChoose(new Set([...chosen, idOf(one)])) : onLook(one))}
      >
        <span>{caption(one)}</span>
      </div>
    )),
  ],
}));
type One = { id: string };
type WallProps = {
  items: One[]; idOf: (one: One) => string; nameOf: (one: One) => string; caption: (one: One) => ReactNode; chosen: ReadonlySet<string>;
  onChoose: (ids: Set<string>) => void; onLook: (one: One) => void; first: number; before?: () => void;
};

const picture = (id: string, more: object = {}) => ({
  id, project_id: "p", hash: id, name: `lot/${id}.jpg`, width: 64, height: 48, bytes: 900, format: "jpeg", verdict: null, class_ids: [], labelled: false, regions: 0,
  source: "upload", part: null, tags: [], columns: {}, score: null, added_at: "2026-01-01T00:00:00.000Z", ...more,
});
const edit = { id: "e1", kind: "delete", pictures: 300, verdict: null, class: null, part: null, added: [], removed: [], class_edit: null, into: null, made_by: "ada", made_at: "2026-01-01T00:00:00.000Z", undone_at: null };
const all = { items: [picture("a", { tags: ["night"], columns: { machine: "AOI-1" }, score: 0.875 }), picture("b")], next: "more", total: 300 };

let asked: Asked[];
beforeEach(async () => {
  await lateWords();
  asked = serve({
    "GET /projects/p/pictures": ({ query }) => ({ body: query.get("cursor") ? { ...all, items: [], next: null } : all }),
    "GET /projects/p/split": () => ({ body: { rule: null, counts: [] } }),
    "GET /projects/p/pictures/choices": () => ({ body: { tags: [{ name: "night", pictures: 1 }], people: [], columns: [{ name: "machine", pictures: 1, different: 1, values: [{ name: "AOI-1", pictures: 1 }] }] } }),
    "GET /projects/p/edits": () => ({ body: { items: [edit, { ...edit, id: "e0", kind: "class", class: "dent", class_edit: "merge", into: "scratch", undone_at: edit.made_at }] } }),
    "POST /projects/p/pictures/delete": () => ({ body: { changed: 300, edit: "e1" } }),
    "POST /projects/p/annotations/bulk": () => ({ body: { changed: 1, edit: "e2" } }),
    "POST /projects/p/pictures/tags": () => ({ body: { changed: 2, edit: "e3" } }),
    "GET /projects": () => ({ body: { items: [{ id: "p", name: "Line 3" }, { id: "q", name: "Line 4" }], next: null, total: 2 } }),
    "POST /projects/p/cuts": () => ({ status: 201, body: { id: "x" } }),
    "POST /edits/e1/undo": () => ({ body: { changed: 299, left_out: 1 } }),
    "GET /projects/p/bin": () => ({ body: { items: [{ picture: picture("a"), deleted_at: edit.made_at, deleted_by: "ada", kept_until: edit.made_at }], next: null, total: 1 } }),
    "POST /projects/p/bin/restore": () => ({ body: { changed: 1, left_out: 0 } }),
    "POST /projects/p/bin/purge": () => ({ body: { changed: 1, left_out: 0 } }),
  });
});
const sent = (path: string) => asked.filter((one) => one.method === "POST" && one.path === path).map((one) => one.body);
const press = (name: string) => fireEvent.click(document.querySelector(`[data-test=${name}]`) as HTMLElement);

describe("all that a filter finds", () => {
  it("is moved into another project by one request", async () => {
    show(<Pictures />, "?labelled=false");
    await screen.findByTitle(/a\.jpg/);
    press("choose-all");
    await waitFor(() => expect(document.querySelector("[data-test=bulk-copy]")).not.toBeNull());
    press("bulk-copy");
    await screen.findByText("把 300 张图片复制到另一个项目");
    fireEvent.mouseDown(document.querySelector("[data-test=copy-into] .ant-select-selector") ?? (document.querySelector("[data-test=copy-into]") as HTMLElement));
    fireEvent.click(await screen.findByText("Line 4"));
    fireEvent.click(screen.getByRole("checkbox"));
    fireEvent.click(screen.getByRole("button", { name: /移\s*动/ }));
    await waitFor(() => expect(sent("/projects/p/cuts")).toEqual([{ found: { labelled: false }, into_project: "q", away: true, whole: true }]));
  });

  it("is deleted by one request without an id, and taken back from the toast", async () => {
    show(<Pictures />, "?labelled=false&tags=night");
    await screen.findByTitle(/a\.jpg/);
    press("choose-all");
    expect(await screen.findByText("已选全部 300 张")).toBeTruthy();
    press("bulk-delete");
    await waitFor(() => expect(sent("/projects/p/pictures/delete")).toEqual([{ found: { labelled: false, tags: "night" } }]));
    const toast = (await screen.findByText(/已将 300 张图片移入回收站/)).closest("span") as HTMLElement;
    fireEvent.click(within(toast).getByRole("button"));
    expect(await screen.findByText(/已撤销，其中 1 张/)).toBeTruthy();
    expect(sent("/edits/e1/undo").length).toBe(1);
  });

  it("is no longer chosen once the filter is another", async () => {
    const { router } = show(<Pictures />);
    await screen.findByTitle(/a\.jpg/);
    press("choose-all");
    await screen.findByText("已选全部 300 张");
    await router.navigate("/projects/p/here?verdict=bad");
    await waitFor(() => expect(screen.queryByText("已选全部 300 张")).toBeNull());
  });
});

describe("chosen pictures", () => {
  it("are sent by their ids; tags are put to them", async () => {
    show(<Pictures />);
    fireEvent.click(await screen.findByTitle("lot/b.jpg"), { ctrlKey: true });
    press("bulk-good");
    await waitFor(() => expect(sent("/projects/p/annotations/bulk")).toEqual([{ ids: ["b"], verdict: "good", class_id: "c0" }]));
    fireEvent.click(screen.getByTitle("lot/a.jpg"), { ctrlKey: true });
    press("bulk-tags");
    const field = (await screen.findByLabelText("添加词条")) as HTMLInputElement;
    fireEvent.change(field, { target: { value: "line 3," } });
    fireEvent.click(screen.getByRole("button", { name: /保\s*存/ }));
    await waitFor(() => expect(sent("/projects/p/pictures/tags")).toEqual([{ ids: ["a"], add: ["line 3"], remove: [] }]));
  });
});

describe("last edits", () => {
  it("say what was done, and offer the way back of what was not taken back", async () => {
    show(<Pictures />);
    fireEvent.click(await screen.findByRole("button", { name: "最近的修改" }));
    expect(await screen.findByText("类别“dent”并入“scratch”，涉及 300 张图片")).toBeTruthy();
    expect(document.querySelectorAll("[data-test=undo-edit]").length).toBe(1);
    press("undo-edit");
    await waitFor(() => expect(sent("/edits/e1/undo").length).toBe(1));
  });
});

describe("filters", () => {
  it("stand in the address and as chips that take themselves back", async () => {
    const { router } = show(<Pictures />, "?tags=night&bytes_from=1048576&work=none&at=5");
    await screen.findByTitle(/a\.jpg/);
    fireEvent.click(screen.getByText("未派发"));
    await waitFor(() => expect(router.state.location.search).toBe("?tags=night&bytes_from=1048576"));
    const last = asked.filter((one) => one.path === "/projects/p/pictures").map((one) => one.query.toString());
    expect(last[0]).toContain("number=5");
    await waitFor(() => expect(asked.filter((one) => one.path === "/projects/p/pictures").at(-1)?.query.get("work")).toBeNull());
  });
});

describe("pictures before the number that one begins at", () => {
  it("are fetched when one scrolls up, and none is there twice", async () => {
    show(<Pictures />, "?at=301");
    await screen.findByTitle(/a\.jpg/);
    const numbers = () => asked.filter((one) => one.path === "/projects/p/pictures").map((one) => [one.query.get("number"), one.query.get("limit")]);
    expect(numbers()).toEqual([["301", "200"]]);
    const before = () => document.querySelector("[data-test=wall-before]") as HTMLElement;
    expect(before().dataset.first).toBe("301");
    fireEvent.click(before());
    await waitFor(() => expect(before().dataset.first).toBe("101"));
    fireEvent.click(before());
    await waitFor(() => expect(before().dataset.first).toBe("1"));
    expect(numbers()).toEqual([["301", "200"], ["101", "200"], ["1", "100"]]);
    expect(screen.getAllByTitle(/a\.jpg/).length).toBe(1);
    // Before the first there is nothing.
    fireEvent.click(before());
    await new Promise((done) => setTimeout(done, 20));
    expect(numbers().length).toBe(3);
  });

  it("belong to another wall, from its top on, where one begins at another number", async () => {
    const { router } = show(<Pictures />, "?at=301");
    await screen.findByTitle(/a\.jpg/);
    const wall = () => document.querySelector("[data-test=wall-before]") as HTMLElement;
    const earlier = wall();
    await router.navigate("/projects/p/here?at=501");
    await waitFor(() => expect(wall().dataset.first).toBe("501"));
    expect(wall()).not.toBe(earlier);
    expect(asked.filter((one) => one.path === "/projects/p/pictures").map((one) => one.query.get("number"))).toEqual(["301", "501"]);
  });

  it("are told where they do not come, and asked for no more by themselves", async () => {
    asked = serve({
      "GET /projects/p/pictures": ({ query }) => (query.get("number") === "101" ? refused(409, "pictures.away") : { body: all }),
      "GET /projects/p/split": () => ({ body: { rule: null, counts: [] } }),
      "GET /projects/p/pictures/choices": () => ({ body: { tags: [], people: [], columns: [] } }),
      "GET /projects/p/edits": () => ({ body: { items: [] } }),
    });
    show(<Pictures />, "?at=301");
    await screen.findByTitle(/a\.jpg/);
    const many = () => asked.filter((one) => one.path === "/projects/p/pictures").length;
    const before = () => document.querySelector("[data-test=wall-before]") as HTMLElement;
    fireEvent.click(before());
    await waitFor(() => expect(document.querySelector(".ant-alert-error")).not.toBeNull());
    expect(many()).toBe(2);
    // The wall would ask as long as it is at its upper end.
    fireEvent.click(before());
    await new Promise((done) => setTimeout(done, 20));
    expect(many()).toBe(2);
  });
});

describe("columns", () => {
  it("are asked for by name and value, shown as a chip, and told of a picture", async () => {
    const { router } = show(<Pictures />, `?column=${encodeURIComponent("part:08:15")}&look=a`);
    await screen.findByTitle(/a\.jpg/);
    expect(asked.filter((one) => one.path === "/projects/p/pictures").at(0)?.query.get("column")).toBe("part:08:15");
    const told = await screen.findByText("machine: AOI-1");
    expect(told.closest("a")?.getAttribute("href")).toBe(`/projects/p/data?column=${encodeURIComponent("machine:AOI-1")}`);
    fireEvent.click(screen.getByText("part: 08:15"));
    await waitFor(() => expect(router.state.location.search).toBe("?look=a"));
  });
});

describe("scores", () => {
  it("filter and order the wall, and stand on its pictures then", async () => {
    show(<Pictures />, "?sort=-score&score_min=0.5&score_max=2");
    await screen.findByTitle(/a\.jpg/);
    const query = asked.filter((one) => one.path === "/projects/p/pictures").at(0)?.query;
    expect([query?.get("sort"), query?.get("score_min"), query?.get("score_max")]).toEqual(["-score", "0.5", null]);
    expect(await screen.findByText("0.8750")).toBeTruthy();
  });

  it("of a model stand on the pictures that it was judged on, and tell where it was wrong", async () => {
    const model = { id: "m2", number: 2, name: "surface" };
    const judged = { picture_id: "b", name: "b", score: 0.25, verdict: "ok", truth_bad: true };
    const served = serve({
      "GET /projects/p/pictures": () => ({ body: { ...all, next: null } }),
      "GET /projects/p/models": () => ({ body: { items: [model], next: null, total: 1 } }),
      "GET /models/m2/evaluation": () => ({ body: { pictures: [judged, { ...judged, picture_id: null }] } }),
    });
    show(<Pictures />, "?scores=m2");
    const badge = await screen.findByText("0.2500");
    expect([badge.dataset.verdict, badge.dataset.wrong, badge.title]).toEqual(["ok", "true", "得分 0.2500，判定与标注不一致"]);
    expect(badge.closest("[title='lot/b.jpg']")).toBeTruthy();
    // What a model proposed is not what this one says.
    expect(screen.queryByText("0.8750")).toBeNull();
    expect(await screen.findByText("评估过 1 张")).toBeTruthy();
    expect(served.find((one) => one.path === "/projects/p/models")?.query.get("limit")).toBe("100");
  });

  it("of proposals stand on the pictures where they are asked for", async () => {
    show(<Pictures />, "?scores=proposed");
    expect((await screen.findByText("0.8750")).title).toBe("得分 0.8750");
  });
});

describe("bin", () => {
  it("gives pictures back, and for good only what was typed for", async () => {
    show(<BinTab />);
    await screen.findByTitle(/a\.jpg/);
    press("bin-restore");
    await waitFor(() => expect(sent("/projects/p/bin/restore")).toEqual([{ all: true }]));
    fireEvent.click(screen.getByTitle(/lot\/a\.jpg/));
    press("bin-purge");
    const dialog = await screen.findByRole("dialog");
    const confirm = within(dialog).getByRole("button", { name: /删\s*除/ });
    expect((confirm as HTMLButtonElement).disabled).toBe(true);
    fireEvent.change(within(dialog).getByRole("textbox"), { target: { value: "Line 3" } });
    fireEvent.click(confirm);
    await waitFor(() => expect(sent("/projects/p/bin/purge")).toEqual([{ ids: ["a"] }]));
  });
});
