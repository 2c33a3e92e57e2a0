import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { AskHost } from "@/components/AskHost";
import { lateWords } from "@/i18n";
import { page, refused, serve, type Asked } from "@/test/server";
import { show } from "@/test/show";
import { bodyOf, emptyDraft } from "./draft";
import { Catalogue } from "./parts/Catalogue";

vi.setConfig({ testTimeout: 30_000 });

const set = { id: "s", name: "Castings", description: "", scope: "mine", owner: "admin", class_count: 3, may_change: true, created_at: "2026-01-01T00:00:00.000Z", changed_at: "2026-01-01T00:00:00.000Z", revision: 1 };
const named = (name: string) => ({ name, colour: "#123456", attributes: [] });
const steps = [
  { what: "differs", fields: ["colour", "shape"], class: named("scratch") },
  { what: "same", fields: [], class: named("dent") },
  { what: "new", fields: [], class: named("hole") },
];
let asked: Asked[];
beforeEach(async () => {
  await lateWords();
  asked = serve({
    "GET /label_sets": () => page([set]),
    "GET /projects/p/label_sets/s": () => ({ body: { steps } }),
    "POST /projects/p/label_sets/s": () => ({ body: { steps } }),
    "POST /projects/p/label_sets": () => ({ status: 201, body: { ...set, name: "Mine", good_name: "good", classes: [] } }),
  });
});
const at = (name: string) => document.querySelector(`[data-test=${name}]`) as HTMLElement;
const sent = () => asked.filter((one) => one.method !== "GET").map((one) => [one.path, one.body]);

describe("the catalogue of label sets", () => {
  it("adds a set only after it was said what becomes of each class", async () => {
    show(<Catalogue />);
    fireEvent.click(at("catalogue-add"));
    fireEvent.click(await screen.findByText("Castings"));
    await waitFor(() => expect(at("set-steps")).toBeTruthy());
    expect([...at("set-steps").querySelectorAll("li")].map((one) => one.dataset.what)).toEqual(["differs", "same", "new"]);
    expect(screen.getByText("已有，保持不变（不同：颜色, 形状）")).toBeTruthy();
    expect(sent()).toEqual([]);
    fireEvent.click(screen.getByRole("checkbox"));
    expect(screen.getByText("已有，将改变：颜色, 形状")).toBeTruthy();
    fireEvent.click(at("set-go"));
    await waitFor(() => expect(sent()).toEqual([["/projects/p/label_sets/s", { update: true }]]));
  });

  it("keeps the classes of a project under a name", async () => {
    show(<Catalogue />);
    fireEvent.click(at("catalogue-save"));
    fireEvent.change(await screen.findByLabelText("名称"), { target: { value: " Mine " } });
    fireEvent.click(screen.getByRole("button", { name: /保\s*存/ }));
    await waitFor(() => expect(sent()).toEqual([["/projects/p/label_sets", { name: "Mine", scope: "mine" }]]));
  });

  it("tells what is refused and leads back from a set that is gone", async () => {
    serve({
      "GET /label_sets": () => page([set]),
      "POST /projects/p/label_sets": () => refused(409, "label_set.name_taken"),
    });
    show(<Catalogue />);
    fireEvent.click(at("catalogue-save"));
    const name = await screen.findByLabelText("名称");
    fireEvent.change(name, { target: { value: "Castings" } });
    fireEvent.keyDown(name, { key: "Enter", code: "Enter", keyCode: 13 });
    expect(await screen.findByText("这里已有同名的类别集。")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: /取\s*消/ }));
    fireEvent.click(at("catalogue-add"));
    fireEvent.click(await screen.findByText("Castings"));
    expect(await screen.findByText(/没有找到/)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: /返\s*回/ }));
    expect(await screen.findByText("Castings")).toBeTruthy();
  });

  it("is asked for before a set is deleted", async () => {
    asked = serve({ "GET /label_sets": () => page([set]), "DELETE /label_sets/s": () => ({ status: 204 }) });
    show(<><Catalogue /><AskHost /></>);
    fireEvent.click(at("catalogue-add"));
    await waitFor(() => expect(at("menu-Castings")).toBeTruthy());
    fireEvent.click(at("menu-Castings"));
    fireEvent.click(await screen.findByText("删除"));
    expect(await screen.findByText("删除类别集“Castings”？")).toBeTruthy();
    expect(sent()).toEqual([]);
    fireEvent.click(document.querySelector(".ant-modal .ant-btn-dangerous") as HTMLElement);
    await waitFor(() => expect(sent()).toEqual([["/label_sets/s", null]]));
  });

  it("begins a project", () => {
    const draft = { ...emptyDraft, name: "a", set: { id: "s", name: "Castings", classes: [{ name: "scratch", colour: "#123456" }] } };
    expect(bodyOf(draft, "good")).toMatchObject({ label_set_id: "s", classes: [] });
    expect(bodyOf(emptyDraft, "good").label_set_id).toBeNull();
  });
});
