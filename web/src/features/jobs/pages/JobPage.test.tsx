import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import * as api from "@/api/jobs";
import type { Job } from "@/api/contract";
import { AskHost } from "@/components/AskHost";
import { show } from "@/test/show";
import { JobPage } from "./JobPage";

vi.mock("@/api/jobs", async (original) => ({ ...(await original<typeof api>()), getJob: vi.fn(), stopJob: vi.fn(), getLog: () => Promise.resolve({ lines: [], total: 0 }) }));
vi.mock("@/api/pictures", () => ({ listVersions: () => Promise.resolve({ items: [{ id: "v", number: 4 }], next: null, total: 1 }) }));
vi.mock("@/components/Chart", () => ({ Chart: () => null }));

const job: Job = {
  id: "j", kind: "train", project_id: "p", name: "night run", state: "running", reason: null,
  progress: { phase: "training", done: 30, total: 120, note: "loss 0.5000", remaining_s: 95, curve: [[1, 1], [30, 0.5]] },
  created_at: "2026-01-01T00:00:00.000Z", started_at: new Date().toISOString(), ended_at: null, owner: "admin",
  spec: { task: "anomaly", version_id: "v", rule: { cost: 20 }, budget_s: 600 }, model_id: null, cores: 0, virtual_cluster: null, priority: 100, ends_by: null, device: "cpu", devices: null, memory_mib: null, preemptible: false, tags: [], attempt: 1,
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
});
