import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { i18n, lateWords } from "@/i18n";
import { serve } from "@/test/server";
import { show } from "@/test/show";
import { LoopPage } from "./LoopPage";

vi.mock("@/components/Chart", () => ({ Chart: ({ label }: { label: string }) => <p>{label}</p> }));

const point = (number: number, labels: number, quality: number, counts = true) => ({
  model_id: `m${number}`, number, name: "t", created_at: "2026-01-01T00:00:00.000Z", version_id: `v${number}`, version_number: number, labels, quality, judged: 40, counts,
});
const outlook = { labels: 400, quality: 0.95, gain: 0.05, noise: 0.09, pays: true };
const told = (curve: object) => ({ body: { labelled: 9, pictures: 20, since: 3, by_itself: null, curves: [{ task: "classify", measure: "accuracy", points: [point(1, 50, 0.6), point(2, 200, 0.9), point(3, 200, 1, false)], outlook, ...curve }] } });

beforeAll(async () => {
  await i18n.changeLanguage("zh-CN");
  await lateWords();
});
afterEach(() => vi.unstubAllGlobals());
const said = () => document.querySelector("[data-test=loop-outlook]")?.textContent;

describe("labels and quality", () => {
  it("tells whether more labels pay, what is not sure, and trains with what is labelled now", async () => {
    const asked = serve({ "GET /projects/p/learning": () => told({}), "POST /projects/p/trainings": () => ({ status: 201, body: { id: "j" } }) });
    show(<LoopPage />);
    await waitFor(() => expect(said()).toContain("值得继续标注：到 400 张时"));
    expect(document.body.textContent).toContain("最近一次训练之后新增 3 张");
    expect(document.body.textContent).toContain("评估图片较少");
    expect(document.body.textContent).toContain("灰色的点没有保留测试图片");
    fireEvent.click(document.querySelector("[data-test=loop-train]") as HTMLElement);
    await waitFor(() => expect(asked.find((one) => one.method === "POST")?.body).toMatchObject({ version_id: null }));
    await screen.findByText("查看任务");
  });

  it("says so where more labels hardly pay, and where nothing can be told yet", async () => {
    serve({ "GET /projects/p/learning": () => told({ outlook: { ...outlook, gain: 0.002, quality: 0.95, pays: false } }) });
    show(<LoopPage />);
    await waitFor(() => expect(said()).toContain("再标注已不划算"));
    document.body.innerHTML = "";
    serve({ "GET /projects/p/learning": () => told({ outlook: null }) });
    show(<LoopPage />);
    await waitFor(() => expect(said()).toContain("至少要有三次标注张数不同的训练"));
  });

  it("turns training by itself on, and tells where it stands and what keeps it", async () => {
    const loop = { after: 25, owner: "ada", stage: "labels", missing: 4, job_id: null, kept: null };
    let now: object | null = null;
    const asked = serve({
      "GET /projects/p/learning": () => ({ body: { ...told({}).body, by_itself: now } }),
      "PUT /projects/p/learning/loop": () => ({ body: (now = loop) }),
      "DELETE /projects/p/learning/loop": () => ({ status: 204 }),
    });
    show(<LoopPage />);
    const after = await screen.findByRole("spinbutton");
    fireEvent.change(after, { target: { value: "25" } });
    fireEvent.click(document.querySelector("[data-test=loop-switch]") as HTMLElement);
    await waitFor(() => expect(asked.find((one) => one.method === "PUT")?.body).toEqual({ after: 25 }));
    await screen.findByText(/还差 4 张标注就开始下一次训练/);
    now = { ...loop, kept: { code: "loop.failed", detail: "x", params: {} } };
    fireEvent.click(document.querySelector("[data-test=loop-switch]") as HTMLElement);
    await waitFor(() => expect(asked.some((one) => one.method === "DELETE")).toBe(true));
    await screen.findByText(/最近一次自动训练没有得到模型/);
  });
});
