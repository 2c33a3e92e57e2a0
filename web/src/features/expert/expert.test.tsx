import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { serve, page } from "@/test/server";
import { aMe, show } from "@/test/show";
import { ClusterStatusPage } from "./pages/ClusterStatusPage";
import { ExpertPage } from "./pages/ExpertPage";

vi.mock("@/components/Chart", () => ({ Chart: ({ label }: { label: string }) => <p>{label}</p> }));
afterEach(() => vi.unstubAllGlobals());

const cluster = {
  id: "v", name: "default", description: "", open: true, administers: false, groups: [], users: 0, members: 3, jobs: 7, longest_run_s: 7200, idle_warn_s: null, idle_pause_s: null, lends: false, borrows: false, weight: 1, disk_mib: null, data_quota_bytes: null, data_used_bytes: 0, created_at: "2026-01-01T00:00:00Z", revision: 1,
  quotas: [{ device: "cpu", quota: 8, per_user: 4, used: 3, used_preemptible: 0, available: 2, unschedulable: 1 }],
};
const job = (id: string, state: string, owner = "admin") => ({
  id, kind: "command", project_id: null, name: `job ${id}`, state, reason: null, progress: null, created_at: "2026-01-01T00:00:00Z", started_at: null, ended_at: null, owner, model_id: null, cores: 1,
  virtual_cluster: { id: "v", name: "default" }, priority: 100, cores_wanted: null, longest_run_s: null, ends_by: null, device: "cpu", devices: 1, memory_mib: null, disk_mib: null, preemptible: false, tags: [], attempt: 1, nodes: null, held: 0, idle: null, deleted_at: null, kept_until: null, spec: {},
});

const machine = {
  name: "local", labels: {}, simulated: false, schedulable: true, closed: null, cores: 8, cores_used: 2, memory_mib: 16_384, memory_used_mib: 0, devices: [], uses: [], sandbox: "none",
  sandbox_lacks: "bubblewrap is not there", limits: "cgroup2", holds_disk: false, podman: null, podman_lacks: { code: "podman.no_socket", detail: "no socket", params: {} },
};
const npu = {
  ...machine, name: "npu-1", labels: { rack: "1" }, simulated: true, sandbox: "bubblewrap", sandbox_lacks: null, podman: "4.3.1", podman_lacks: null, memory_mib: 65_536,
  devices: [{ device: "huawei_npu_arm64", unit: "card", count: 8, used: 3, group: 4 }],
  uses: [
    { job_id: "0192-aa", name: "train", rank: 0, device: "huawei_npu_arm64", cards: [0, 1], cores: 1 },
    { job_id: "0192-bb", name: null, rank: 1, device: "huawei_npu_arm64", cards: [4], cores: 1 },
  ],
};

describe("home of the expert system", () => {
  it("shows what is free, one's own jobs, the folder, and the way to a new one", async () => {
    const all = [job("a", "running"), job("b", "queued"), job("c", "running", "ann"), job("d", "paused")];
    serve({ "GET /virtual_clusters": () => page([cluster]), "GET /virtual_clusters/storage": () => ({ body: { total_bytes: 4e9, used_bytes: 1e9, own_used_bytes: 2e9, own_quota_bytes: 5e9, home_bytes: 2e6, work_bytes: null } }), "GET /jobs/b/why": () => ({ body: { waits: true, code: "wait.soon", detail: "", params: {}, ahead: 2, expected_start: null } }), "GET /jobs": ({ query }) => page(all.filter((one) => (query.get("state") ?? "").split(",").includes(one.state) && (!query.has("owner") || one.owner === "admin"))) });
    show(<ExpertPage />);
    expect(await screen.findByText("cpu 使用中 3，可用 2，不可用 3")).toBeTruthy();
    expect(await screen.findByText("job a")).toBeTruthy();
    await waitFor(() => expect(["home_bytes", "work_bytes"].map((one) => document.querySelector(`[data-test=${one}]`)?.textContent)).toEqual(["2 MB", "文件太多，未统计"]));
    expect(screen.getAllByText("我的全部任务")[0]?.getAttribute("href")).toBe("/jobs?cluster=all");
    expect(screen.queryByText("job c")).toBeNull();
    expect(screen.getByText("job b")).toBeTruthy();
    expect(screen.getByText("job d")).toBeTruthy();
    expect((await screen.findByText(/马上轮到它/)).textContent).toContain("2 个任务");
    expect(document.querySelector("[data-test=home]")?.textContent).toBe("/home/admin");
    const figures = [...document.querySelectorAll("[data-test=cluster-card] dd")].map((one) => one.textContent);
    expect(figures).toEqual(["1", "1", "7"]);
    expect((await screen.findAllByText(/^已用 .*，共 /)).length).toBeGreaterThan(0);
    expect(document.querySelector("[data-test=own-data]")?.textContent).toMatch(/^我的项目的图片：2.*，配额 5/);
    expect(document.querySelector("a[href='/expert/submit']")).not.toBeNull();
  });

  it("counts jobs that are more than a list holds", async () => {
    const many = Array.from({ length: 200 }, (_, n) => job(`m${n}`, n < 3 ? "running" : "queued"));
    serve({
      "GET /virtual_clusters": () => page([cluster]), "GET /virtual_clusters/storage": () => ({ body: { total_bytes: 4e9, used_bytes: 1e9, own_used_bytes: 2e9, own_quota_bytes: 5e9, home_bytes: 2e6, work_bytes: null } }),
      "GET /jobs": ({ query }) => ({ body: query.get("limit") === "1" ? { items: [], next: null, total: query.get("state") === "queued" ? 9_997 : 3 } : { items: query.get("state") === "paused" ? [] : many, next: null, total: 10_000 } }),
    });
    show(<ExpertPage />);
    await waitFor(() => expect([...document.querySelectorAll("[data-test=cluster-card] dd")].map((one) => one.textContent)).toEqual(["3", "9,997", "7"]));
  });

  it("says what to do where nothing is", async () => {
    serve({ "GET /virtual_clusters": () => page([]), "GET /virtual_clusters/storage": () => ({ body: { total_bytes: 4e9, used_bytes: 1e9, own_used_bytes: 2e9, own_quota_bytes: 5e9, home_bytes: 2e6, work_bytes: null } }), "GET /jobs": () => page([]) });
    show(<ExpertPage />, "", [], { ...aMe, permissions: ["job.read_own"], virtual_clusters: [] });
    expect(await screen.findByText(/请联系管理员把您加入一个/)).toBeTruthy();
    expect(document.querySelector("a[href='/expert/submit']")).toBeNull();
  });
});

describe("state of the cluster", () => {
  it("has nodes for those who may see the whole cluster, with what they lack", async () => {
    serve({
      "GET /virtual_clusters/devices": () => ({ body: { items: [{ device: "cpu", total: 8, schedulable: 8, free: 3, unallocated: 2, unit: "core" }], nodes: [machine, npu] } }),
    });
    show(<ClusterStatusPage />, "?view=nodes");
    expect(await screen.findByText("共 8 核，其中 2 不属于任何虚拟集群")).toBeTruthy();
    expect(screen.getByText("16 GiB")).toBeTruthy();
    expect(screen.getByText("bubblewrap is not there")).toBeTruthy();
    expect([...document.querySelectorAll("[data-test=podman]")].map((one) => one.textContent)).toEqual(["不能运行：没有找到 Podman 的套接字", "Podman 4.3.1"]);
    // Cards by group, each with the job that has it; another's job is not named.
    const groups = [...document.querySelectorAll("[data-test=card-group]")].map((one) => [...one.querySelectorAll("[data-card]")].map((card) => card.getAttribute("aria-label")));
    expect(groups).toEqual([["卡 0：train", "卡 1：train", "卡 2：空闲", "卡 3：空闲"], ["卡 4：他人的任务", "卡 5：空闲", "卡 6：空闲", "卡 7：空闲"]]);
    expect(document.querySelector("a[href='/jobs/0192-aa']")?.textContent).toBe("train");
  });
  it("finds nodes by name, mark, job, and by whether they take jobs", async () => {
    serve({ "GET /virtual_clusters/devices": () => ({ body: { items: [], nodes: [machine, { ...npu, schedulable: false, memory_used_mib: 8192 }] } }) });
    const { router } = show(<ClusterStatusPage />, "?view=nodes&q=RACK%3D1");
    expect(await screen.findByText("npu-1")).toBeTruthy();
    expect(screen.getByText("已分配 8 / 64 GiB")).toBeTruthy();
    expect(document.querySelectorAll("[data-test=node]").length).toBe(1);
    fireEvent.click(screen.getByRole("button", { name: "接受新任务" }));
    fireEvent.click(await screen.findByRole("button", { name: "清除筛选" }));
    await waitFor(() => expect(document.querySelectorAll("[data-test=node]").length).toBe(2));
    expect(router.state.location.search).toBe("?view=nodes");
  });
  it("closes a node with a word why, for those who may", async () => {
    const asked = serve({
      "GET /virtual_clusters/devices": () => ({ body: { items: [], nodes: [npu] } }),
      "POST /nodes/npu-1/cordon": () => ({ body: { ...npu, schedulable: false, closed: { by_file: false, by: "admin", at: "2026-01-01T00:00:00Z", note: "fan" } } }),
    });
    show(<ClusterStatusPage />, "?view=nodes");
    fireEvent.click(await screen.findByRole("button", { name: /停.*用/ }));
    fireEvent.change(await screen.findByLabelText("原因（可不填）"), { target: { value: "fan" } });
    const buttons = screen.getAllByRole("button", { name: /停.*用/ });
    fireEvent.click(buttons[buttons.length - 1] as HTMLElement);
    await waitFor(() => expect(asked.find((one) => one.method === "POST")?.path).toBe("/nodes/npu-1/cordon"));
  });
  it("has no button for those who may only look", async () => {
    serve({ "GET /virtual_clusters/devices": () => ({ body: { items: [], nodes: [npu] } }) });
    show(<ClusterStatusPage />, "?view=nodes", [], { ...aMe, permissions: ["cluster.read"] });
    expect(await screen.findByText("npu-1")).toBeTruthy();
    expect(document.querySelector("[data-test=cordon]")).toBeNull();
  });
  it("is that of one's own virtual clusters for others", async () => {
    const asked = serve({ "GET /virtual_clusters": () => page([{ ...cluster, quotas: cluster.quotas.map((one) => ({ ...one, used_preemptible: 2 })) }]) });
    show(<ClusterStatusPage />, "?view=nodes", [], { ...aMe, permissions: ["job.read_own"] });
    expect(await screen.findByText(/其中 2 可以让出/)).toBeTruthy();
    await waitFor(() => expect(document.querySelectorAll("tbody tr[data-row-key]").length).toBe(1));
    expect(screen.getAllByRole("tab").map((one) => one.textContent)).toEqual(["虚拟集群", "用户", "使用情况"]);
    expect(asked.filter((one) => one.path.startsWith("/virtual_clusters")).map((one) => one.path)).toEqual(["/virtual_clusters"]);
  });
  it("tells who holds devices, how many of them idle, and for how long", async () => {
    const user = { user_id: "u", name: "ann", nickname: "", device: "cpu", held: 4, preemptible: 1, idle: 3, held_hours: 40, idle_hours: 10 };
    const asked = serve({
      "GET /virtual_clusters": () => page([cluster]),
      "GET /virtual_clusters/v/device_users": ({ query }) => ({ body: { items: query.get("past") === "true" ? [user, { ...user, user_id: "w", name: "bob", held: 0, idle: 0 }] : [user], total: 2, days: 31 } }),
    });
    show(<ClusterStatusPage />, "?view=users");
    expect(await screen.findByText("ann")).toBeTruthy();
    expect([...document.querySelectorAll("[data-test=device-users] tbody tr[data-row-key] td")].map((one) => one.textContent)).toEqual(["ann", "cpu 核", "4", "1", "3", "40", "10", "25%"]);
    expect(screen.getByText("ann").getAttribute("href")).toBe("/jobs?scope=all&cluster=v&owner=ann");
    fireEvent.click(screen.getByText("包括以前"));
    expect(await screen.findByText("bob")).toBeTruthy();
    expect(asked.some((one) => one.path.startsWith("/virtual_clusters/v/device_users"))).toBe(true);
  });
  it("shows devices over time, of the whole cluster or of one's own virtual clusters", async () => {
    const points = [{ at: "2026-01-01T00:00:00Z", used: 2, available: 6, unschedulable: 0, most_used: 3 }];
    serve({
      "GET /virtual_clusters": () => page([cluster]),
      "GET /virtual_clusters/device_use": ({ query }) => ({ body: { step_s: 300, items: [{ device: query.has("virtual_cluster_id") ? "own" : "cpu", points }] } }),
    });
    show(<ClusterStatusPage />, "?view=over");
    expect((await screen.findAllByText(/平均使用 25%，最多同时使用 3/)).length).toBeGreaterThan(0);
    expect(screen.getByText("cpu")).toBeTruthy();
  });
  it("offers images by engine to those who may say so, and shows them to others", async () => {
    const image = { id: "i", image: "r.example.com/torch:2.8", framework: "PyTorch", version: "2.8", devices: ["cpu"], description: "", created_at: "2026-01-01T00:00:00Z", changed_at: "2026-01-01T00:00:00Z" };
    const images = { "GET /images/presets": () => ({ body: { items: [image] } }) };
    const asked = serve({ ...images, "POST /images/presets": ({ body }) => ({ status: 201, body: { ...image, ...(body as object), id: "j" } }) });
    const { unmount } = show(<ClusterStatusPage />, "?view=images");
    expect(await screen.findByText("PyTorch 2.8")).toBeTruthy();
    fireEvent.click(document.querySelector("[data-test=image-add]")!);
    fireEvent.change(await waitFor(() => document.querySelector("[data-test=image-name]") as HTMLInputElement), { target: { value: " ms:2 " } });
    fireEvent.change(document.querySelector("[data-test=image-version]")!, { target: { value: "2" } });
    fireEvent.click(screen.getByRole("button", { name: /保\s?存/ }));
    await waitFor(() => expect(asked.find((one) => one.method === "POST")?.body).toEqual({ image: "ms:2", framework: "PyTorch", version: "2", devices: [], description: "" }));
    unmount();
    serve(images);
    show(<ClusterStatusPage />, "?view=images", [], { ...aMe, permissions: ["job.read_own", "image.read"] });
    expect(await screen.findByText("PyTorch 2.8")).toBeTruthy();
    expect(document.querySelector("[data-test=image-add], [data-test=image-edit]")).toBeNull();
  });
  it("is without the whole for those who may not see it", async () => {
    serve({ "GET /virtual_clusters": () => page([cluster]), "GET /virtual_clusters/device_use": ({ query }) => ({ body: { step_s: 300, items: query.get("virtual_cluster_id") === "v" ? [] : [{ device: "all", points: [] }] } }) });
    show(<ClusterStatusPage />, "?view=over", [], { ...aMe, permissions: ["job.read_own"] });
    expect(await screen.findByText("还没有数据。每分钟记录一次。")).toBeTruthy();
  });
});
