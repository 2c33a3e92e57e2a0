import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import * as api from "@/api/trainings";
import { show } from "@/test/show";
import { NewTrainingPage } from "./NewTrainingPage";

const counts: Record<string, number> = { good: 45, bad: 0, c1: 0, c2: 0 };
vi.mock("@/api/trainings", () => ({ startTraining: vi.fn() }));
vi.mock("@/api/jobs", () => ({ listJobs: () => Promise.resolve({ items: [], next: null, total: 0 }) }));
vi.mock("@/api/pictures", () => ({
  listPictures: (_: string, query: { verdict?: string; class_id?: string }) => Promise.resolve({ items: [], next: null, total: counts[query.verdict ?? query.class_id ?? ""] ?? 0 }),
  listVersions: () => Promise.resolve({ items: [], next: null, total: 0 }),
}));
const start = () => document.querySelector("button[type=submit]") as HTMLButtonElement;
// A loaded machine takes its time to draw.
vi.setConfig({ testTimeout: 30_000 });

describe("form of a training", () => {
  it("says what is lacking and lets only what can be learnt be started", async () => {
    show(<NewTrainingPage />, "?task=segment");
    expect((await screen.findByText(/没有已标注的缺陷/)).getAttribute("role")).toBe("alert");
    expect(start().disabled).toBe(true);
    fireEvent.click(document.querySelector("input[value=anomaly]") as HTMLElement);
    await waitFor(() => expect(start().disabled).toBe(false));
  });

  it("sends what the address says, and goes to the job", async () => {
    vi.mocked(api.startTraining).mockResolvedValue({ id: "j7" } as never);
    const { router } = show(<NewTrainingPage />, "?task=anomaly&rule=overkill&overkill=0.5&budget=300&name=night");
    await waitFor(() => expect(start().disabled).toBe(false));
    fireEvent.submit(document.getElementById("new-training") as HTMLElement);
    await waitFor(() => expect(api.startTraining).toHaveBeenCalledWith("p", { version_id: null, task: "anomaly", budget_s: 300, overkill: 0.005, name: "night", virtual_cluster_id: "v" }, expect.any(String)));
    await waitFor(() => expect(router.state.location.pathname).toBe("/projects/p/j7"));
  });
});
