import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { page, serve } from "@/test/server";
import { show } from "@/test/show";
import { PrelabelDialog } from "./PrelabelDialog";

const model = (id: string, number: number, task: string, stage = "draft") => ({ id, number, name: "parts", task, stage });
const run = (more: object) => ({
  id: "r", project_id: "p", model: { id: "m2", name: "parts", number: 2 }, state: "succeeded", progress: null, pictures: 9, open: 0, accepted: 0, mended: 0, refused: 0,
  created_by: "wang", created_at: "2026-01-01T00:00:00.000Z", ...more,
});
const find = (name: string) => document.querySelector<HTMLElement>(`[data-test=${name}]`);

afterEach(() => vi.unstubAllGlobals());

describe("pre-labels", () => {
  it("are begun with a model whose answers can be labels, over the wall's filter or all", async () => {
    const asked = serve({
      "GET /projects/p/models": () => page([model("m3", 3, "read"), model("m2", 2, "anomaly"), model("m1", 1, "segment", "retired")]),
      "GET /projects/p/prelabels": () => page([]),
      "GET /projects/p/prelabels/pictures": ({ query }) => ({ body: { pictures: query.get("name") ? 3 : 40 } }),
      "POST /projects/p/prelabels": () => ({ status: 201, body: run({ state: "queued" }) }),
    });
    show(<PrelabelDialog project="p" filter={{ name: "a" }} answer="/projects/p/annotate" onClose={() => undefined} />);
    await screen.findByText("3 张");
    expect(find("prelabel-model")?.textContent).toContain("#2 parts");
    fireEvent.click(screen.getByLabelText("全部未标注的图片"));
    await screen.findByText("40 张");
    fireEvent.click(screen.getByLabelText("当前筛选中未标注的图片"));
    await screen.findByText("3 张");
    fireEvent.click(find("prelabel-start")!);
    await waitFor(() => expect(asked.find((one) => one.method === "POST")?.body).toEqual({ model_id: "m2", pictures: { name: "a" }, task_id: null }));
  });

  it("tell how far they are and what became of what was proposed", async () => {
    const asked = serve({
      "GET /projects/p/models": () => page([model("m2", 2, "anomaly")]),
      "GET /projects/p/prelabels": () => page([run({ open: 4, accepted: 3, mended: 1 }), run({ id: "s", state: "running", progress: { phase: "predicting", done: 2, total: 9, note: "", remaining_s: null, curve: [] } })]),
      "GET /projects/p/prelabels/pictures": () => ({ body: { pictures: 0 } }),
      "POST /prelabels/r/discard": () => ({ body: { changed: 4 } }),
    });
    show(<PrelabelDialog project="p" filter={null} answer="/projects/p/annotate" onClose={() => undefined} />);
    await screen.findByText("已看 2 / 9");
    expect(find("prelabel-share")?.textContent).toBe("原样接受 75%，修改后接受 25%，拒绝 0%");
    // Nothing is left to look at, so nothing can be begun.
    await waitFor(() => expect(find("prelabel-start")?.hasAttribute("disabled")).toBe(true));
    fireEvent.click(find("prelabel-discard")!);
    await waitFor(() => expect(asked.some((one) => one.path === "/prelabels/r/discard")).toBe(true));
  });

  it("say what is missing while no model could propose", async () => {
    serve({
      "GET /projects/p/models": () => page([model("m3", 3, "glue")]),
      "GET /projects/p/prelabels": () => page([]),
      "GET /projects/p/prelabels/pictures": () => ({ body: { pictures: 5 } }),
    });
    show(<PrelabelDialog project="p" filter={null} answer="/projects/p/annotate" onClose={() => undefined} />);
    await screen.findByText(/还没有能用来预标注的模型/);
    expect(find("prelabel-start")).toBeNull();
  });
});
