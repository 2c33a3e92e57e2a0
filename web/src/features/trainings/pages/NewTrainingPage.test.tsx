import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import * as api from "@/api/trainings";
import * as pictures from "@/api/pictures";
import { show } from "@/test/show";
import { NewTrainingPage } from "./NewTrainingPage";

const counts: Record<string, number> = { good: 45, bad: 0, c1: 0, c2: 0 };
vi.mock("@/api/trainings", () => ({ startTraining: vi.fn(), getBeadPlan: vi.fn() }));
vi.mock("@/api/jobs", () => ({ listJobs: () => Promise.resolve({ items: [], next: null, total: 0 }) }));
vi.mock("@/api/pictures", () => ({
  listPictures: (_: string, query: { verdict?: string; class_id?: string }) => Promise.resolve({ items: [], next: null, total: counts[query.verdict ?? query.class_id ?? ""] ?? 0 }),
  listVersions: vi.fn(() => Promise.resolve({ items: [], next: null, total: 0 })),
}));
vi.mock("@/api/sets", () => ({ getSplit: () => Promise.resolve({ rule: null, counts: [] }) }));
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

  it("asks for good pictures of a bead only where they teach it", async () => {
    counts.good = 0;
    const plan = (threshold: object | null) => ({ plan: { picture_id: "g", path: [[0, 0], [9, 9]], threshold }, updated_at: null, updated_by: null }) as never;
    vi.mocked(api.getBeadPlan).mockResolvedValue(plan(null));
    const { unmount } = show(<NewTrainingPage />, "?task=glue");
    expect(await screen.findByText(/没有已标注的良品图片/)).toBeTruthy();
    unmount();
    vi.mocked(api.getBeadPlan).mockResolvedValue(plan({ of: "light", least: 0, most: 90 }));
    show(<NewTrainingPage />, "?task=glue");
    await waitFor(() => expect(start().disabled).toBe(false));
    counts.good = 45;
  });

  it("sends what the address says, and goes to the job", async () => {
    vi.mocked(api.startTraining).mockResolvedValue({ id: "j7" } as never);
    const { router } = show(<NewTrainingPage />, "?task=anomaly&rule=overkill&overkill=0.5&budget=300&name=night");
    await waitFor(() => expect(start().disabled).toBe(false));
    fireEvent.submit(document.getElementById("new-training") as HTMLElement);
    await waitFor(() => expect(api.startTraining).toHaveBeenCalledWith("p", { version_id: null, task: "anomaly", budget_s: 300, overkill: 0.005, name: "night", paste_in: false, virtual_cluster_id: "v" }, expect.any(String)));
    await waitFor(() => expect(router.state.location.pathname).toBe("/projects/p/j7"));
  });

  it("proposes the version that was published last, and takes what is there now where that is chosen", async () => {
    const version = {
      id: "v3", number: 3, labelled: 40, pictures: 40, note: "", held_back: 8, published_at: "2026-01-01T00:00:00.000Z",
      by_class: [{ class_id: "c0", name: "good", pictures: 40 }],
    };
    const list = (_: string, query: { sort?: string } = {}) =>
      Promise.resolve({ items: query.sort === "-published_at" ? [version] : [], next: null, total: 1 } as never);
    vi.mocked(pictures.listVersions).mockImplementation(list);
    vi.mocked(api.startTraining).mockResolvedValue({ id: "j7" } as never);
    const { unmount } = show(<NewTrainingPage />, "?task=anomaly");
    expect(await screen.findByText(/已发布 · 版本 3/)).toBeTruthy();
    await waitFor(() => expect(start().disabled).toBe(false));
    fireEvent.submit(document.getElementById("new-training") as HTMLElement);
    await waitFor(() => expect(api.startTraining).toHaveBeenLastCalledWith("p", expect.objectContaining({ version_id: "v3" }), expect.any(String)));
    unmount();
    show(<NewTrainingPage />, "?task=anomaly&version=now");
    await waitFor(() => expect(start().disabled).toBe(false));
    fireEvent.submit(document.getElementById("new-training") as HTMLElement);
    await waitFor(() => expect(api.startTraining).toHaveBeenLastCalledWith("p", expect.objectContaining({ version_id: null }), expect.any(String)));
  });
});
