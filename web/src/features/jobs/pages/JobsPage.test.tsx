import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AskHost } from "@/components/AskHost";
import { refused, serve } from "@/test/server";
import { aMe, show } from "@/test/show";
import { JobsPage } from "./JobsPage";

const job = (id: string, more: object = {}) => ({
  id, kind: "command", project_id: null, name: `job ${id}`, state: "running", reason: null, progress: null, created_at: new Date().toISOString(), started_at: null, ended_at: null, owner: "admin", model_id: null,
  cores: 1, virtual_cluster: { id: "v", name: "default" }, priority: 100, ends_by: null, device: "cpu", devices: 1, memory_mib: null, preemptible: false, tags: [], attempt: 1, spec: {}, ...more,
});
const jobs = [job("a"), job("b", { owner: "ann" }), job("c", { state: "succeeded" })];
const list = { "GET /jobs": () => ({ body: { items: jobs, next: null, total: jobs.length } }) };
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

  it("have no second list for those who see their own only", async () => {
    const asked = serve(list);
    show(shownPage, "", [], { ...aMe, permissions: ["job.read_own", "job.write_own"] });
    await waitFor(() => expect(names().length).toBe(3));
    expect(screen.queryByRole("tab")).toBeNull();
    expect(asked.filter((one) => one.path === "/jobs").length).toBe(1);
  });

  it("are sorted here, since the server does not", async () => {
    serve(list);
    show(shownPage, "?scope=all&sort=-name");
    await waitFor(() => expect(names()).toEqual(["c", "b", "a"]));
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
