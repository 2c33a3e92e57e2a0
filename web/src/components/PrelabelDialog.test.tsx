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
      "GET /projects/p/models": () => page([model("m3", 3, "components"), model("m2", 2, "anomaly"), model("m1", 1, "segment", "retired")]),
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

  it("need no model for texts, but a class that is for them, and say so", async () => {
    serve({
      "GET /projects/p/models": () => page([model("m3", 3, "glue")]),
      "GET /projects/p/prelabels": () => page([]),
      "GET /projects/p/prelabels/pictures": () => ({ body: { pictures: 5 } }),
    });
    show(<PrelabelDialog project="p" filter={null} answer="/projects/p/annotate" onClose={() => undefined} />);
    await screen.findByText(/还没有能用来预标注的模型/);
    expect(find("prelabel-model")?.textContent).toContain("内置文字识别");
    await waitFor(() => expect(find("prelabel-no-class")?.querySelector("a")?.getAttribute("href")).toBe("/projects/p/settings"));
    await screen.findByText("5 张");
    expect(find("prelabel-start")?.hasAttribute("disabled")).toBe(true);
  });

  it("ask which of several classes the texts get, and name the reader where it proposed", async () => {
    const one = (id: string, name: string, shape: string | null, good = false) => ({ id, name, shape, good, colour: "#e5484d", position: 0, attributes: [], key: null });
    const asked = serve({
      "GET /projects/q": () => ({ body: { id: "q", classes: [one("c0", "good", null, true), one("c1", "number", "text"), one("c2", "date", "text"), one("c3", "hole", "box")] } }),
      "GET /projects/q/models": () => page([model("m4", 4, "read")]),
      "GET /projects/q/prelabels": () => page([run({ model: null, open: 2 })]),
      "GET /projects/q/prelabels/pictures": () => ({ body: { pictures: 5 } }),
      "POST /projects/q/prelabels": () => ({ status: 201, body: run({ model: null, state: "queued" }) }),
    });
    show(<PrelabelDialog project="q" filter={null} answer="/projects/q/annotate" onClose={() => undefined} />);
    await waitFor(() => expect(find("prelabel")?.textContent).toContain("内置文字识别"));
    const choose = async (name: string, text: string | RegExp) => {
      fireEvent.mouseDown(document.querySelector(`[data-test=${name}] .ant-select-selector`)!);
      const found = await screen.findAllByText(text);
      fireEvent.click(found.reverse().find((each) => each.closest(".ant-select-item-option-content")) ?? found[0]!);
    };
    await waitFor(() => expect(find("prelabel-class")).not.toBeNull());
    // A model that reads comes first where there is one.
    expect(find("prelabel-model")?.textContent).toContain("#4 parts");
    await choose("prelabel-model", /内置文字识别（/);
    await screen.findByText("5 张");
    expect(find("prelabel-start")?.hasAttribute("disabled")).toBe(true);
    await choose("prelabel-class", "date");
    await waitFor(() => expect(find("prelabel-start")?.hasAttribute("disabled")).toBe(false));
    fireEvent.click(find("prelabel-start")!);
    await waitFor(() => expect(asked.find((each) => each.method === "POST")?.body).toEqual({ model_id: null, class_id: "c2", pictures: {}, task_id: null }));
  });
});
