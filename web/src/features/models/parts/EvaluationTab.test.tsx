import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import * as api from "@/api/models";
import type { EvaluationDoc, Model } from "@/api/contract";
import { show } from "@/test/show";
import { EvaluationTab } from "./EvaluationTab";

vi.mock("@/api/models", async (original) => ({ ...(await original<typeof api>()), getEvaluation: vi.fn(), patchModel: vi.fn() }));
vi.mock("@/components/Chart", () => ({ Chart: () => null }));

const picture = (index: number, bad: boolean, score: number): EvaluationDoc["pictures"][number] => ({
  index, picture_id: `p${index}`, name: `${index}.png`, class: bad ? "scratch" : "good", score, verdict: score >= 0.5 ? "ng" : "ok", truth_bad: bad, predicted_class: null, heat: true, boxes: null, bead: null, components: [], texts: [],
});
const doc: EvaluationDoc = {
  model_id: "m",
  pictures: [picture(0, false, 0.1), picture(1, false, 0.2), picture(2, false, 0.4), picture(3, false, 0.6), picture(4, true, 0.3), picture(5, true, 0.8), picture(6, true, 0.9), picture(7, true, 0.95)],
  evaluation: { auroc: 0.875, classes: [] },
};
const model: Model = {
  id: "m", project_id: "p", job_id: "j", version_id: "v", number: 1, name: "night", task: "anomaly", recipe: null, stage: "draft", note: "", threshold: 0.5, classes: [],
  bytes: 1000, summary: null, revision: 3, created_at: "2026-01-01T00:00:00.000Z",
};

const figure = (kind: string) => document.querySelector(`[data-test=figure-${kind}]`)?.textContent ?? "";
const press = (key: string) => act(async () => void fireEvent.keyDown(window, { key }));

describe("evaluation page", () => {
  beforeEach(() => {
    vi.mocked(api.getEvaluation).mockReset().mockResolvedValue(doc);
    vi.mocked(api.patchModel).mockReset().mockImplementation((_, body) => Promise.resolve({ value: { ...model, ...body }, etag: '"4"' }));
  });

  it("tells overkill and escapes first, at the model's threshold", async () => {
    show(<EvaluationTab model={{ value: model, etag: '"3"' }} />);
    await waitFor(() => expect(figure("overkill")).toContain("25%"));
    expect(figure("overkill")).toContain("1 / 4");
    expect(figure("escape")).toContain("25%");
  });

  it("moves figures and table by the arrow keys and keeps the threshold in the address", async () => {
    const { router } = show(<EvaluationTab model={{ value: model, etag: '"3"' }} />);
    await waitFor(() => expect(figure("overkill")).toContain("25%"));
    for (let i = 0; i < 14; i += 1) await press("ArrowRight");
    expect(figure("overkill")).toContain("0%");
    await waitFor(() => expect(new URLSearchParams(router.state.location.search).get("t")).toMatch(/^0\.6/));
    for (let i = 0; i < 45; i += 1) await press("ArrowLeft");
    expect(figure("escape")).toContain("0%");
    expect(screen.queryByText("在此阈值下没有漏检。")).not.toBeNull();
  });

  it("saves the threshold that is tried, with the revision it was read at, and can take it back", async () => {
    show(<EvaluationTab model={{ value: model, etag: '"3"' }} />, "?t=0.7");
    fireEvent.click(await screen.findByText("保存此阈值"));
    await waitFor(() => expect(api.patchModel).toHaveBeenCalledWith("m", { threshold: Math.fround(0.7) }, '"3"'));
  });

  it("goes to the threshold of least cost", async () => {
    show(<EvaluationTab model={{ value: model, etag: '"3"' }} />, "?cost=20");
    fireEvent.click(await screen.findByText("取代价最小处"));
    await waitFor(() => expect(figure("escape")).toContain("0 / 4"));
    expect(figure("overkill")).toContain("2 / 4");
  });

  it("tells how well boxes are told, in all and at the threshold that is tried", async () => {
    const box = (klass: string, x: number, score: number | null) => ({ class: klass, score, bbox: [x, 0, 10, 10] });
    const of = (index: number, marked: ReturnType<typeof box>[], told: ReturnType<typeof box>[]) => ({ ...picture(index, marked.length > 0, told[0]?.score ?? 0.01), boxes: { marked, told } });
    const kinds = [{ name: "dent", marked: 2 }, { name: "scratch", marked: 1 }];
    vi.mocked(api.getEvaluation).mockResolvedValue({
      model_id: "m",
      pictures: [
        of(0, [box("dent", 0, null), box("scratch", 50, null)], [box("dent", 0, 0.9), box("scratch", 50, 0.55)]),
        of(1, [box("dent", 0, null)], [box("dent", 80, 0.6)]),
        of(2, [], [box("scratch", 20, 0.2)]),
      ],
      evaluation: {
        classes: [],
        detection: {
          iou: 0.5, marked: 3, mean_average_precision: 0.7, kinds,
          coco: { map50: 0.75, map75: 0.5, map50_95: 0.4, kinds: kinds.map((one) => ({ ...one, ap50: 0.75, ap50_95: 0.4 })), sizes: [{ name: "small", marked: 3, map50: 0.75, map50_95: 0.4 }] },
        },
      },
    });
    const detector = { value: { ...model, task: "detect" as const }, etag: '"3"' };
    const { unmount } = show(<EvaluationTab model={detector} />);
    const told = (key: string) => document.querySelector(`[data-test=detect-${key}]`)?.textContent ?? "";
    await waitFor(() => expect(told("map50")).toContain("75%"));
    expect(told("map")).toContain("40%");
    expect(told("recall")).toContain("2 / 3");
    expect(told("precision")).toContain("2 / 3");
    // Two pictures with boxes that are missed or needless have tabs of their own.
    expect(screen.getByText("有漏框 1")).toBeTruthy();
    expect(screen.getByText("有多余的框 1")).toBeTruthy();
    expect(screen.getByText("小（不到 32 × 32 像素）")).toBeTruthy();
    unmount();
    show(<EvaluationTab model={detector} />, "?t=0.58");
    await waitFor(() => expect(told("recall")).toContain("1 / 3"));
  });
});
