import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AskHost } from "@/components/AskHost";
import { page, refused, serve, type Asked } from "@/test/server";
import { aMe, show } from "@/test/show";
import { JobsPage } from "./JobsPage";

const job = (id: string, more: object = {}) => ({
  id, kind: "command", project_id: null, name: `job ${id}`, state: "running", reason: null, progress: null, created_at: new Date().toISOString(), started_at: null, ended_at: null, owner: "admin", model_id: null,
  cores: 1, virtual_cluster: { id: "v", name: "default" }, priority: 100, cores_wanted: null, longest_run_s: null, ends_by: null, device: "cpu", devices: 1, memory_mib: null, disk_mib: null, preemptible: false, tags: [], attempt: 1, nodes: null, held: 0, idle: null, deleted_at: null, kept_until: null, spec: {}, ...more,
});
const jobs = [job("a"), job("b", { owner: "ann" }), job("c", { state: "succeeded" })];
// As the server does: by owner, of which one's own id is one.
const ofOwner = (owner: string | null) => jobs.filter((one) => owner === null || one.owner === (owner === aMe.id ? aMe.name : owner));
const list = { "GET /jobs": ({ query }: Asked) => page(ofOwner(query.get("owner"))) };
const shownPage = <><JobsPage /><AskHost /></>;
const names = () => [...document.querySelectorAll("tbody tr[data-row-key]")].map((row) => row.getAttribute("data-row-key"));
const tick = (id: string) => fireEvent.click(document.querySelector(`tr[data-row-key="${id}"] input[type=checkbox]`)!);

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

describe("lists of jobs", () => {
  it("are one's own first, and all for those who may see them", async () => {
    serve(list);
    const { router } = show(shownPage);
    await waitFor(() => expect(names()).toEqual(["a", "c"]));
    fireEvent.click(screen.getByRole("tab", { name: "所有任务" }));
    await waitFor(() => expect(names()).toEqual(["a", "b", "c"]));
    expect(router.state.location.search).toBe("?scope=all");
  });

  it("say why one failed, and why one waits once somebody points at it", async () => {
    const rows = [job("f", { state: "failed", nodes: 2, devices: 8, device: "npu", reason: { code: "new.code", detail: "the disk was full", params: {} } }), job("q", { state: "queued" })];
    const asked = serve({ "GET /jobs": () => page(rows), "GET /jobs/q/why": () => ({ body: { waits: true, code: "wait.soon", detail: "", params: {}, ahead: 2, expected_start: null } }) });
    show(shownPage);
    expect((await screen.findByText("the disk was full")).getAttribute("title")).toBe("the disk was full");
    expect(screen.getByText("npu × 16")).toBeTruthy();
    expect(asked.some((one) => one.path === "/jobs/q/why")).toBe(false);
    fireEvent.focus(document.querySelector("[data-test=waits]")!);
    expect((await screen.findByText(/马上轮到它/)).textContent).toContain("2 个任务");
  });

  it("take another priority of one that waits, also when the old one is wiped out first", async () => {
    const asked = serve({ "GET /jobs": () => page([job("q", { state: "queued" })]), "PATCH /jobs/q": () => ({ body: job("q", { state: "queued", priority: 150 }) }) });
    show(shownPage);
    await waitFor(() => expect(document.querySelector("[data-test=priority]")).not.toBeNull());
    fireEvent.click(document.querySelector("[data-test=priority]")!);
    fireEvent.change(screen.getByRole("spinbutton"), { target: { value: "" } });
    fireEvent.change(screen.getByRole("spinbutton"), { target: { value: "150" } });
    fireEvent.keyDown(screen.getByRole("spinbutton"), { key: "Enter" });
    await waitFor(() => expect(asked.find((one) => one.method === "PATCH")?.body).toEqual({ priority: 150 }));
  });

  it("have no second list for those who see their own only", async () => {
    const asked = serve(list);
    show(shownPage, "", [], { ...aMe, permissions: ["job.read_own", "job.write_own"] });
    await waitFor(() => expect(names().length).toBe(3));
    expect(screen.getAllByRole("tab").map((one) => one.textContent)).toEqual(["我的任务", "已删除"]);
    expect(asked.filter((one) => one.path === "/jobs").length).toBe(1);
  });

  it("show those that were deleted for as long as they are kept, to be opened and no more", async () => {
    const gone = job("d", { state: "failed", deleted_at: "2026-01-01T00:00:00.000Z", kept_until: "2026-01-31T00:00:00.000Z" });
    const asked = serve({ ...list, "GET /jobs/deleted": () => page([gone]) });
    const { router } = show(shownPage, "?q=x");
    fireEvent.click(await screen.findByRole("tab", { name: "已删除" }));
    await waitFor(() => expect(names()).toEqual(["d"]));
    expect(asked.find((one) => one.path === "/jobs/deleted")?.query.has("q")).toBe(false);
    expect(screen.getByText(/2026.*31/)).toBeTruthy();
    expect(document.querySelectorAll("tbody button, tbody input").length).toBe(0);
    fireEvent.click(screen.getByText("job d"));
    await waitFor(() => expect(router.state.location.pathname).toBe("/jobs/d"));
  });

  it("ask the server for what the address says", async () => {
    const asked = serve(list);
    const { router } = show(shownPage, "?scope=all&sort=-duration&state=failed,running,nothing&q=night&owner=ann&device=cpu&ended_from=2026-01-01T00:00:00.000Z&submitted_to=no");
    await waitFor(() => expect(names()).toEqual(["b"]));
    expect(Object.fromEntries(asked.find((one) => one.path === "/jobs")?.query ?? [])).toEqual({
      sort: "-duration", state: "running,failed", q: "night", owner: "ann", device: "cpu", ended_from: "2026-01-01T00:00:00.000Z", limit: "50",
    });
    const chip = (name: string) => screen.getByRole("button", { name });
    expect([chip("失败"), chip("运行中"), chip("已停止")].map((one) => one.getAttribute("aria-pressed"))).toEqual(["true", "true", "false"]);
    fireEvent.click(chip("失败"));
    await waitFor(() => expect(asked.at(-1)?.query.get("state")).toBe("running"));
    fireEvent.click(document.querySelector("th[aria-label='名称'], .ant-table-column-has-sorters")!);
    await waitFor(() => expect(asked.at(-1)?.query.get("sort")).toBe("name"));
    expect(router.state.location.search).toContain("sort=name");
  });

  it("keep columns that are not shown in the address", async () => {
    serve(list);
    show(shownPage, "?scope=all&hide=priority,owner");
    await waitFor(() => expect(names().length).toBe(3));
    const heads = [...document.querySelectorAll("thead th")].map((one) => one.textContent);
    expect(heads).toContain("开始");
    expect(heads).toContain("最晚结束");
    expect(heads).not.toContain("优先级");
  });

  it("say that nothing fits, and take the filters back", async () => {
    const asked = serve({ "GET /jobs": ({ query }: Asked) => page(query.has("q") ? [] : jobs) });
    show(shownPage, "?scope=all&q=none");
    fireEvent.click(await screen.findByRole("button", { name: "清除筛选" }));
    await waitFor(() => expect(names().length).toBe(3));
    expect(asked.at(-1)?.query.has("q")).toBe(false);
  });

  it("do to the ticked what can be done with each, and tell what was refused", async () => {
    const asked = serve({ ...list, "POST /jobs/a/stop": () => ({ body: job("a", { state: "stopping" }) }), "POST /jobs/b/stop": () => refused(409, "job.state", { state: "stopped" }), "DELETE /jobs/c": () => ({ status: 204 }) });
    show(shownPage, "?scope=all");
    await waitFor(() => expect(names().length).toBe(3));
    for (const id of ["a", "b", "c"]) tick(id);
    expect((await screen.findByRole("button", { name: "停止（2）" })).textContent).toBeTruthy();
    expect(screen.getByRole("button", { name: "删除（1）" })).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "停止（2）" }));
    await screen.findByText("停止 2 个任务？");
    expect(asked.some((one) => one.method === "POST")).toBe(false);
    fireEvent.click(document.querySelector(".ant-modal-footer .ant-btn-dangerous")!);
    expect(await screen.findByText(/1 个完成，1 个没有完成，例如“job b”/)).toBeTruthy();
    expect(asked.filter((one) => one.method === "POST").map((one) => one.path)).toEqual(["/jobs/a/stop", "/jobs/b/stop"]);
  });
});
