import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { page, refused, serve } from "@/test/server";
import { show } from "@/test/show";
import { AdviceTab } from "./parts/AdviceTab";
import { Similar } from "./parts/Similar";

const run = { id: "j", pictures: 9, created_at: "2026-01-01T00:00:00.000Z", done_at: "2026-01-01T00:01:00.000Z", state: "succeeded", progress: null };
const advice = (more: object = {}) => ({ done: run, newer: null, suspects: 1, outliers: 0, useful: 3, described: 9, pictures: 9, ...more });
const find = (name: string) => document.querySelector<HTMLElement>(`[data-test=${name}]`);

afterEach(() => vi.unstubAllGlobals());

describe("advice", () => {
  it("is asked for by one button, and tells how far it is", async () => {
    let begun = false;
    const newer = { ...run, done_at: null, state: "running", progress: { phase: "features", done: 2, total: 9, note: "", remaining_s: null, curve: [] } };
    serve({
      "GET /projects/p/advice": () => ({ body: begun ? advice({ done: null, newer }) : advice({ done: null }) }),
      "POST /projects/p/advice": () => {
        begun = true;
        return { status: 201, body: advice({ done: null, newer }) };
      },
    });
    show(<AdviceTab />);
    await waitFor(() => expect(find("advice-start")).not.toBeNull());
    fireEvent.click(find("advice-start")!);
    await screen.findByText("已看 2 / 9");
  });

  it("shows one kind at a time, with how many there are of each", async () => {
    const asked = serve({ "GET /projects/p/advice": () => ({ body: advice() }), "GET /projects/p/advice/pictures": () => page([]) });
    show(<AdviceTab />, "?what=suspect");
    await screen.findByText("可能标错 1");
    await screen.findByText(/没有可疑的标注/);
    expect(asked.find((one) => one.path.endsWith("/pictures"))?.query.get("what")).toBe("suspect");
    // Nothing is chosen yet that could be called right.
    expect(find("found-right")?.hasAttribute("disabled")).toBe(true);
    fireEvent.click(screen.getByText("异常图片 0"));
    await screen.findByText("没有异常图片。");
  });
});

describe("similar pictures", () => {
  it("are known once all pictures were looked at", async () => {
    serve({
      "GET /pictures/x": () => ({ body: { id: "x", name: "lot/x.png" } }), "GET /pictures/x/similar": () => refused(409, "advice.unseen"),
      "GET /projects/p/advice": () => ({ body: advice({ done: null, described: 0 }) }),
    });
    show(<Similar to="x" />);
    await screen.findByText(/还没有分析过这张图片/);
    expect(find("advice-start")).not.toBeNull();
    expect(find("similar")?.textContent).toContain("x.png");
  });

  it("are chosen and edited like those of the wall", async () => {
    const like = (id: string) => ({ picture: { id, name: `lot/${id}.png`, width: 64, height: 48, verdict: null, class_ids: [], tags: [], columns: {} }, likeness: 0.9 });
    const asked = serve({
      "GET /pictures/x": () => ({ body: { id: "x", name: "lot/x.png" } }), "GET /pictures/x/similar": () => page([like("y"), like("z")]),
      "GET /projects/p/advice": () => ({ body: advice() }), "GET /projects/p/split": () => ({ body: { rule: null, counts: [] } }),
      "GET /projects/p/edits": () => ({ body: { items: [] } }),
      "POST /projects/p/pictures/delete": () => ({ body: { changed: 2, edit: "e1" } }),
    });
    show(<Similar to="x" />);
    await waitFor(() => expect(find("choose-all")).not.toBeNull());
    fireEvent.click(find("choose-all")!);
    fireEvent.click(find("bulk-delete")!);
    await waitFor(() => expect(asked.find((one) => one.method === "POST")?.body).toEqual({ ids: ["y", "z"] }));
    // Those that are left are asked for anew.
    await waitFor(() => expect(asked.filter((one) => one.path === "/pictures/x/similar")).toHaveLength(2));
  });
});
