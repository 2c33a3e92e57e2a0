import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import * as api from "@/api/jobs";
import type { Job } from "@/api/contract";
import { AskHost } from "@/components/AskHost";
import { moment } from "@/lib/format";
import { aMe, show } from "@/test/show";
import { JobPage } from "./JobPage";

vi.mock("@/api/jobs", async (original) => ({
  ...(await original<typeof api>()), getJob: vi.fn(), stopJob: vi.fn(), pauseJob: vi.fn(), whyJob: vi.fn(), jobEvents: vi.fn(), getLog: () => Promise.resolve({ lines: [], total: 0 }), getPhases: () => Promise.resolve([]), getMetrics: vi.fn(), jobDeviceErrors: vi.fn(), jobTasks: vi.fn(() => Promise.resolve([])),
}));
vi.mock("@/api/imports", () => ({ getImport: () => Promise.resolve({ added: 42, duplicates: 1, refused: 0, labels: 40, received_bytes: 1000 }) }));
vi.mock("@/api/pictures", () => ({ listVersions: () => Promise.resolve({ items: [{ id: "v", number: 4 }], next: null, total: 1 }) }));
vi.mock("@/components/Chart", () => ({ Chart: () => null }));

const job: Job = {
  id: "j", kind: "train", project_id: "p", name: "night run", state: "running", reason: null,
  progress: { phase: "training", done: 30, total: 120, note: "loss 0.5000", remaining_s: 95, curve: [[1, 1], [30, 0.5]] },
  created_at: "2026-01-01T00:00:00.000Z", started_at: new Date().toISOString(), ended_at: null, owner: "admin",
  spec: { task: "anomaly", version_id: "v", rule: { cost: 20 }, budget_s: 600 }, model_id: null, cores: 0, virtual_cluster: null, priority: 100, cores_wanted: null, longest_run_s: null, ends_by: null, device: "cpu", devices: null, memory_mib: null, disk_mib: null, preemptible: false, tags: [], attempt: 1, nodes: null, held: 0, idle: null, deleted_at: null, kept_until: null,
};
const page = (
  <>
    <JobPage />
    <AskHost />
  </>
);

describe("page of a job", () => {
  beforeEach(() => {
    vi.mocked(api.getJob).mockReset().mockResolvedValue(job);
    vi.mocked(api.jobEvents).mockReset().mockResolvedValue([{ at: job.created_at, event: "submit", state: "queued", reason: null }]);
    vi.mocked(api.whyJob).mockReset();
    vi.mocked(api.stopJob).mockReset().mockResolvedValue({ ...job, state: "stopping" });
  });

  it("shows phase, steps, remaining time and what was asked for", async () => {
    show(page);
    expect(await screen.findByText("训练网络")).toBeTruthy();
    expect(screen.getByText("30 / 120 步")).toBeTruthy();
    expect(screen.getByText(/1 分 35 秒/)).toBeTruthy();
    expect(await screen.findByText("版本 4")).toBeTruthy();
    expect(screen.getByText("一次漏检 = 20 次过杀")).toBeTruthy();
  });

  it("that was deleted tells until when it is kept, and offers nothing that would change it", async () => {
    vi.mocked(api.getJob).mockResolvedValue({ ...job, state: "failed", deleted_at: "2026-01-01T00:00:00.000Z", kept_until: "2026-01-31T00:00:00.000Z" });
    show(page);
    expect(await screen.findByText(/保留到/)).toBeTruthy();
    expect(document.querySelector("[data-test=do-delete]")).toBeNull();
  });

  it("stops only after a question", async () => {
    show(page);
    fireEvent.click(await screen.findByRole("button", { name: /停止/ }));
    expect(api.stopJob).not.toHaveBeenCalled();
    await screen.findByText("停止“night run”？");
    const buttons = screen.getAllByRole("button", { name: /停.*止/ });
    fireEvent.click(buttons[buttons.length - 1] as HTMLElement);
    await waitFor(() => expect(api.stopJob).toHaveBeenCalledWith("j"));
  });

  it("says in words why it failed", async () => {
    vi.mocked(api.getJob).mockResolvedValue({ ...job, state: "failed", ended_at: job.created_at, reason: { code: "job.killed", detail: "killed", params: { step: "train" } } });
    show(page);
    expect(await screen.findByText(/内存不足/)).toBeTruthy();
  });

  it("tells the number that a program ended with", async () => {
    vi.mocked(api.getJob).mockResolvedValue({ ...job, state: "failed", ended_at: job.created_at, reason: { code: "job.step_failed", detail: "x", params: { step: "command", code: 3, signal: null } } });
    show(page);
    expect(await screen.findByText(/退出码：3/)).toBeTruthy();
  });

  const command: Job = {
    ...job, kind: "command", project_id: null, progress: null, state: "queued", started_at: null,
    spec: { command: ["/bin/sh", "-c", "echo hello"], environment: { A: "1" }, work: "/home/admin", processes: 1024, restart: "never", most_restarts: 0 },
  };

  it("says why it waits, behind how many, and until when about", async () => {
    vi.mocked(api.getJob).mockResolvedValue(command);
    vi.mocked(api.whyJob).mockResolvedValue({ waits: true, code: "wait.user_quota", detail: "", params: { used: 2, limit: 2, need: 1 }, ahead: 3, expected_start: null });
    show(page);
    expect(await screen.findByText(/您在这里最多可用 2 个，正在使用 2 个/)).toBeTruthy();
    expect(screen.getByText("3 个任务")).toBeTruthy();
    expect(screen.getByText(/前面的任务没有时间限制/)).toBeTruthy();
    expect(document.querySelector("[data-test=command]")?.textContent).toBe("echo hello");
  });

  it("tells what happened, with the reasons in words", async () => {
    vi.mocked(api.getJob).mockResolvedValue({ ...command, state: "stopped", ended_at: "2026-01-01T02:00:00Z" });
    vi.mocked(api.jobEvents).mockResolvedValue([
      { at: "2026-01-01T00:00:00Z", event: "submit", state: "queued", reason: null },
      { at: "2026-01-01T00:01:30Z", event: "start", state: "starting", reason: null },
      { at: "2026-01-01T02:00:00Z", event: "stop_asked", state: "stopped", reason: { code: "job.longest_run_of_job", detail: "x", params: { hours: 2 } } },
    ]);
    show(page);
    const line = await waitFor(() => {
      const found = document.querySelector("[data-test=timeline]");
      expect(found?.querySelectorAll("li").length).toBe(3);
      return found as HTMLElement;
    });
    expect(line.textContent).toContain("持续 1 分 30 秒");
    expect(line.textContent).toContain("达到它自己要求的最长运行时间");
  });

  it("says before a pause what is kept, and offers what fits the state", async () => {
    vi.mocked(api.getJob).mockResolvedValue({ ...command, state: "running", started_at: new Date().toISOString() });
    vi.mocked(api.pauseJob).mockResolvedValue({ ...command, state: "pausing" });
    show(page);
    fireEvent.click(await screen.findByRole("button", { name: /暂停/ }));
    expect(await screen.findByText(/保留：工作文件夹和日志。不保留：进程的内存/)).toBeTruthy();
    expect(document.querySelector("[data-test=do-resume]")).toBeNull();
    expect(document.querySelector("[data-test=do-delete]")).toBeNull();
    const buttons = screen.getAllByRole("button", { name: /暂.*停/ });
    fireEvent.click(buttons[buttons.length - 1] as HTMLElement);
    await waitFor(() => expect(api.pauseJob).toHaveBeenCalledWith("j"));
  });

  it("keeps what was changed in a container, and says by when a running job ends", async () => {
    const by = new Date(Date.now() + 3_600_000).toISOString();
    vi.mocked(api.getJob).mockResolvedValue({ ...command, spec: { ...command.spec, image: "localhost/tools:1" }, state: "running", started_at: new Date().toISOString(), ends_by: by });
    show(page);
    fireEvent.click(await screen.findByRole("button", { name: /暂停/ }));
    expect(await screen.findByText(/容器里的改动（例如安装的软件包）/)).toBeTruthy();
    const ends = [...document.querySelectorAll("dt")].find((one) => one.textContent === "最晚结束")?.nextElementSibling;
    expect(ends?.textContent).toBe(moment(by, "zh-CN"));
  });

  it("gives no buttons to whom it does not belong", async () => {
    vi.mocked(api.getJob).mockResolvedValue({ ...command, state: "running", owner: "somebody" });
    show(page, "", [], { ...aMe, permissions: ["job.read", "job.read_own", "job.write_own"] });
    await screen.findByText("echo hello");
    for (const deed of ["pause", "stop", "delete"]) expect(document.querySelector(`[data-test=do-${deed}]`)).toBeNull();
  });

  it("of an import shows what came in, and no use of a process that it has not", async () => {
    vi.mocked(api.getJob).mockResolvedValue({ ...command, kind: "import", name: "Screws", project_id: "p", state: "running", spec: {}, progress: { phase: "import_labels", done: 3, total: 12, note: "", remaining_s: null, curve: [] } });
    show(page);
    expect(await screen.findByText("写入标注")).toBeTruthy();
    expect(screen.getByText("3 / 12 步")).toBeTruthy();
    await waitFor(() => expect(document.querySelector("[data-figure=added]")?.textContent).toBe("42"));
    expect(document.querySelector("[data-test=tab-usage]")).toBeNull();
    expect(document.querySelector("[data-test=tab-endpoints]")).toBeNull();
    expect(document.querySelector("[data-test=do-pause]")).toBeTruthy();
  });

  it("of a command tells what it is for, how long it asked to run, its cores beside cards, and when mail goes", async () => {
    vi.mocked(api.getJob).mockResolvedValue({ ...command, kind: "training", device: "nvidia_gpu_amd64", devices: 2, cores_wanted: 6, longest_run_s: 7200, spec: { ...command.spec, notify: "end" } });
    show(page);
    expect(await screen.findByText("自有代码训练")).toBeTruthy();
    const fact = (name: string) => screen.getByText(name).nextElementSibling?.textContent;
    expect([fact("最长运行"), fact("另加核数"), fact("结束时发邮件")]).toEqual(["2 小时", "6 核", "每次结束时"]);
  });

  it("of a job on several nodes shows the use of one task", async () => {
    vi.mocked(api.getMetrics).mockReset().mockResolvedValue({ cores: 2, memory_mib: null, step_s: 2, points: [], cards: [] });
    const task = (rank: number) => ({ rank, node: `npu-${rank + 1}`, address: "127.64.1.1", device: "cpu", devices: 1, cards: [], cores: 1, state: "running" as const, exit: null });
    vi.mocked(api.jobTasks).mockResolvedValue([task(0), task(1)]);
    vi.mocked(api.getJob).mockResolvedValue({ ...command, state: "running", nodes: 2 });
    show(page, "?tab=usage");
    await waitFor(() => expect(api.getMetrics).toHaveBeenCalledWith("j", {}));
    await waitFor(() => expect(document.querySelector("[data-test=usage-task] .ant-select-selector")).toBeTruthy());
    fireEvent.mouseDown(document.querySelector("[data-test=usage-task] .ant-select-selector") as HTMLElement);
    fireEvent.click(await screen.findByText("子任务 1（npu-2）"));
    await waitFor(() => expect(api.getMetrics).toHaveBeenLastCalledWith("j", { rank: 1 }));
  });

  it("warns where it holds devices for nothing, and tells when it is paused", async () => {
    const idle = { since: new Date(Date.now() - 31 * 60_000).toISOString(), warned: true, pauses_at: new Date(Date.now() + 60_000).toISOString() };
    vi.mocked(api.getJob).mockResolvedValue({ ...command, state: "running", started_at: job.created_at, idle });
    show(page);
    expect(await screen.findByText("已空闲 31 分")).toBeTruthy();
    expect(screen.getByText(/如果继续空闲，将在 .* 暂停/)).toBeTruthy();
  });

  it("shows what it uses", async () => {
    const point = (minute: number) => ({
      at: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(), cores: 0.001, most_cores: 0.002, memory_bytes: 52_428_800, most_memory_bytes: 100_000_000,
      processes: 1, read_bytes_s: 0, written_bytes_s: 0, received_bytes_s: null, sent_bytes_s: null,
    });
    vi.mocked(api.getMetrics).mockResolvedValue({ cores: 2, memory_mib: 2048, step_s: 60, points: Array.from({ length: 8 }, (_, i) => point(i)), cards: [{ rank: 0, card: 3, points: [{ at: point(0).at, share: 0.5, most_share: 0.9, memory_bytes: 1024 }] }] });
    show(page);
    fireEvent.click(await screen.findByText("指标"));
    expect(await screen.findByText("100 MB")).toBeTruthy();
    expect(screen.getByText(/没有自己的网络/)).toBeTruthy();
    expect(document.querySelectorAll("[data-test=cards]").length).toBe(1);
    fireEvent.click(screen.getByText("10 分钟"));
    await waitFor(() => expect(vi.mocked(api.getMetrics).mock.lastCall?.[1]?.from).toBeTruthy());
  });

  it("lists errors of its NPU cards by card, and says what is not configured", async () => {
    const line = { at: job.created_at, node: "npu-1", rank: 0, card: 2 as number | null, by_host: false, module: "RUNTIME", process: "7,python3", text: "task exception" };
    vi.mocked(api.jobDeviceErrors).mockImplementation((_, { card }) =>
      Promise.resolve({
        nodes: [{ node: "npu-1", rank: 0, cards: [2, 3], configured: true, readable: true }], groups: [{ node: "npu-1", rank: 0, card: 2, lines: 1, cut: false }, { node: "npu-1", rank: 0, card: null, lines: 1, cut: false }],
        items: card === undefined ? [line, { ...line, card: null, text: "of the ring" }] : [line], total: card === undefined ? 2 : 1, next: null,
      }),
    );
    vi.mocked(api.getJob).mockResolvedValue({ ...command, state: "running", device: "huawei_npu_arm64", devices: 2 });
    show(page);
    fireEvent.click(await screen.findByText("NPU 控制台"));
    expect(await screen.findByText("task exception")).toBeTruthy();
    expect(screen.getByText("卡组的系统")).toBeTruthy();
    // A heading for each card, what no card is named in at the end.
    expect([...document.querySelectorAll("[data-test=npu-card] h3")].map((one) => one.textContent)).toEqual(["卡 2 1 行", "卡组的系统 1 行"]);
    fireEvent.click(screen.getByText("卡 2（1）"));
    await waitFor(() => expect(screen.queryByText("of the ring")).toBeNull());
    expect(vi.mocked(api.jobDeviceErrors).mock.lastCall?.[1]).toEqual({ from: 0, rank: 0, card: 2 });
  });

  it("has no NPU console without NPU cards, and tells where nobody said where the logs are", async () => {
    vi.mocked(api.getJob).mockResolvedValue({ ...command, state: "running" });
    const { unmount } = show(page);
    await screen.findByText("echo hello");
    expect(screen.queryByText("NPU 控制台")).toBeNull();
    unmount();
    vi.mocked(api.jobDeviceErrors).mockResolvedValue({ nodes: [{ node: "npu-1", rank: 0, cards: [0], configured: false, readable: false }], groups: [], items: [], total: 0, next: null });
    vi.mocked(api.getJob).mockResolvedValue({ ...command, state: "running", device: "huawei_npu_arm64", devices: 1 });
    show(page, "?tab=npu");
    expect(await screen.findByText(/没有设置这些节点的驱动日志在哪里：npu-1/)).toBeTruthy();
    expect(screen.getByText("没有错误。")).toBeTruthy();
  });
});
