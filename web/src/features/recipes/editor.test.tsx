import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { page, refused, serve } from "@/test/server";
import { show } from "@/test/show";
import type { RecipeDoc } from "@/api/contract";
import { EditorPage } from "./pages/EditorPage";

const draft: RecipeDoc = {
  format: 1, name: "label", steps: [
    { id: "shot", kind: "acquire" },
    { id: "limits", kind: "rules", rules: [{ name: "sharp", kind: "number", of: "shot", field: "sharpness", min: 10 }] },
    { id: "verdict", kind: "verdict", of: ["limits"] },
  ],
};
const detail = (doc: RecipeDoc, revision = 1) => ({
  id: "r1", project_id: "p", name: "label", revision, versions: 0, newest: null, created_at: "2026-01-01T00:00:00Z", changed_at: "2026-01-01T00:00:00Z", changed_by: "ann", draft: doc, fault: null, files: [],
});
const picture = { id: "x1", project_id: "p", name: "a.png", width: 64, height: 48, bytes: 1, format: "png", source: "upload", added_at: "2026-01-01T00:00:00Z", verdict: "good", class_id: null, class_ids: [], regions: 0, labelled: true, part: null };
const tried = (verdict: string, fault: object | null = null) => ({
  fault, outdated: false, verdict: fault ? null : verdict, steps: fault ? [] : [{ id: "shot", kind: "acquire", state: "done", ms: 2, shot: { sharpness: 7.5 } }, { id: "limits", kind: "rules", state: "done", ms: 1, rules: [{ name: "sharp", holds: verdict === "ok" }] }],
  reasons: verdict === "ok" || fault ? [] : [{ step: "limits", rule: "sharp", of: "shot", region: null, verdict: "ng", kind: "below", what: "sharpness", measured: 7.5, limit: 10, fault: null, crop: null }],
  asked: [], not_given: null, width: 64, height: 48, decode_ms: 1, run_ms: 3,
});

function open(answers: Parameters<typeof serve>[0] = {}) {
  let revision = 1;
  const asked = serve({
    "GET /recipes/r1": () => ({ body: detail(draft) }),
    "GET /projects/p/pictures": () => page([picture]),
    "GET /projects/p/models": () => page([]),
    "POST /recipes/r1/trial": ({ body }) => {
      const doc = (body as { draft: RecipeDoc }).draft;
      const rules = doc.steps.find((one) => one.kind === "rules")?.rules as { min: number }[] | undefined;
      if (!rules) return { body: tried("ok", { step: "verdict", field: "of", code: "required", params: {}, detail: "it is missing" }) };
      return { body: tried((rules[0]?.min ?? 0) > 7.5 ? "ng" : "ok") };
    },
    "PUT /recipes/r1/draft": ({ body }) => ({ body: detail((body as { draft: RecipeDoc }).draft, (revision += 1)) }),
    ...answers,
  });
  show(<p>{"here"}</p>, "", [{ path: "/projects/:projectId/recipes/:recipeId", element: <EditorPage /> }]).router.navigate("/projects/p/recipes/r1");
  return asked;
}

beforeEach(() => {
  localStorage.clear();
  vi.restoreAllMocks();
});

it("tries the draft on the picture, and anew with each change, which is kept", async () => {
  const asked = open();
  const user = userEvent.setup();
  await screen.findByText("太小 · sharpness: 7.5，限值 10");
  await user.click(screen.getByText("limits"));
  const least = document.querySelector<HTMLInputElement>('[data-test="field-rules[0].min"]')!;
  const field = least.matches("input") ? least : least.querySelector("input")!;
  fireEvent.change(field, { target: { value: "5" } });
  await screen.findByText("没有任何不符，因此判 OK。");
  await waitFor(() => expect(asked.filter((one) => one.method === "PUT").at(-1)?.body).toMatchObject({ draft: { steps: [{}, { rules: [{ min: 5 }] }, {}] } }));
  await waitFor(() => expect(document.querySelector('[data-test="save-state"]')?.getAttribute("data-state")).toBe("saved"));
  expect(localStorage.getItem("fovea.recipe.r1")).toBe("null");
  await user.click(screen.getByTitle("撤销"));
  await screen.findByText("太小 · sharpness: 7.5，限值 10");
});

it("tells what is wrong, and an undo mends it", async () => {
  open();
  const user = userEvent.setup();
  await user.click(await screen.findByText("limits"));
  await user.click(screen.getByRole("button", { name: "删除步骤" }));
  await waitFor(() => expect(document.querySelector('[data-test="fault"]')?.textContent).toContain("不能为空"));
  await user.click(screen.getByTitle("撤销"));
  await waitFor(() => expect(document.querySelector('[data-test="fault"]')).toBeNull());
});

it("does not write over somebody else, and loses nothing", async () => {
  let theirs = draft;
  open({ "PUT /recipes/r1/draft": () => refused(412, "precondition.failed"), "GET /recipes/r1": () => ({ body: detail(theirs) }) });
  const user = userEvent.setup();
  await user.click(await screen.findByText("limits"));
  const form = document.querySelector<HTMLElement>('[data-test="step-form"]')!;
  const name = within(form).getByLabelText("规则名称");
  await user.type(name, "er");
  await screen.findByText("别人同时修改了这个配方。");
  expect(JSON.parse(localStorage.getItem("fovea.recipe.r1") ?? "null")).toMatchObject({ draft: { steps: [{}, { rules: [{ name: "sharper" }] }, {}] } });
  theirs = { ...draft, steps: [draft.steps[0]!, { ...draft.steps[1]!, rules: [{ name: "theirs", kind: "number", of: "shot", field: "sharpness", min: 10 }] }, draft.steps[2]!] };
  await user.click(screen.getByRole("button", { name: "采用对方的" }));
  await waitFor(() => expect((within(form).getByLabelText("规则名称") as HTMLInputElement).value).toBe("theirs"));
});

it("brings back what was not saved last time", async () => {
  localStorage.setItem("fovea.recipe.r1", JSON.stringify({ etag: '"1"', draft: { ...draft, steps: [draft.steps[0], { ...draft.steps[1], id: "mine" }, { id: "verdict", kind: "verdict", of: ["mine"] }] } }));
  const asked = open();
  await screen.findByText("已恢复上次未保存的修改");
  expect(screen.getByText("mine")).toBeTruthy();
  await waitFor(() => expect(asked.some((one) => one.method === "PUT")).toBe(true));
});

it("is the same document as text", async () => {
  const asked = open();
  const user = userEvent.setup();
  await user.click(await screen.findByRole("tab", { name: "JSON" }));
  const text = await waitFor(() => document.querySelector<HTMLTextAreaElement>('textarea[data-test="json"]')!);
  expect(JSON.parse(text.value)).toEqual(draft);
  await user.click(text);
  await user.clear(text);
  await user.paste("{ no");
  await screen.findByRole("alert");
  expect(asked.some((one) => one.method === "PUT")).toBe(false);
  await user.clear(text);
  await user.paste(JSON.stringify({ ...draft, note: "typed" }));
  await waitFor(() => expect(asked.filter((one) => one.method === "PUT").at(-1)?.body).toMatchObject({ draft: { note: "typed" } }));
});

it("switches a step off and on again, but neither the shot nor the verdict", async () => {
  const asked = open();
  const user = userEvent.setup();
  await user.click(await screen.findByText("limits"));
  await user.click(screen.getByRole("switch", { name: "启用步骤 limits" }));
  await waitFor(() => expect(asked.filter((one) => one.method === "PUT").at(-1)?.body).toMatchObject({ draft: { steps: [{}, { id: "limits", off: true }, {}] } }));
  expect(document.querySelector("[data-off]")?.textContent).toContain("已停用");
  fireEvent.click(document.querySelector("[data-test=step-shot]") as HTMLElement);
  expect(document.querySelectorAll("[data-test^=switch-]").length).toBe(1);
  await user.click(screen.getByRole("switch", { name: "启用步骤 limits" }));
  await waitFor(() => expect(document.querySelector("[data-off]")).toBeNull());
});

it("draws the outline of a part that does not matter, corner by corner", async () => {
  const looked = { ...draft, steps: [draft.steps[0]!, { id: "look", kind: "look", on: "shot", model: "models/1.fovea" }, ...draft.steps.slice(1)] };
  const asked = open({ "GET /recipes/r1": () => ({ body: detail(looked) }) });
  const user = userEvent.setup();
  await user.click(await screen.findByText("look"));
  const stage = await waitFor(() => document.querySelector<SVGSVGElement>('[data-test="stage"]')!);
  // jsdom knows no coordinates: one on the page is one of the picture.
  vi.stubGlobal("DOMPoint", class { constructor(public x: number, public y: number) {} matrixTransform() { return this; } });
  stage.getScreenCTM = () => ({ inverse: () => ({}) }) as never;
  await user.click(document.querySelector('[data-test="outline-ignore"]') as HTMLElement);
  const corner = (clientX: number, clientY: number) => fireEvent(stage, new MouseEvent("pointerdown", { bubbles: true, clientX, clientY, button: 0 }));
  for (const [x, y] of [[4, 4], [40, 6], [20, 30]] as const) corner(x, y);
  await waitFor(() => expect(document.querySelectorAll('[data-test="outline"] circle').length).toBe(3));
  corner(4, 5);
  await waitFor(() => expect(asked.filter((one) => one.method === "PUT").at(-1)?.body).toMatchObject({ draft: { steps: [{}, { ignore: { part1: { polygon: [[4, 4], [40, 6], [20, 30]] } } }, {}, {}] } }));
  expect(document.querySelector('[data-test="outline"]')).toBeNull();
  vi.unstubAllGlobals();
});

it("offers how a part may lie only where that can be told", async () => {
  const part = { id: "part", kind: "locate", on: "shot", picture: "pictures/x1", by: { fiducials: { marks: [[0, 0, 9, 9], [40, 0, 9, 9], [40, 30, 9, 9], [0, 30, 9, 9]], reach_px: 8 } }, fit: "homography" };
  const located: RecipeDoc = { ...draft, steps: [draft.steps[0]!, part, ...draft.steps.slice(1)] };
  const asked = open({ "GET /recipes/r1": () => ({ body: detail(located) }) });
  const user = userEvent.setup();
  await user.click(await screen.findByText("part"));
  await waitFor(() => expect(document.querySelector('[data-test="field-fit"]')?.textContent).toContain("透视"));
  await user.click(screen.getByRole("radio", { name: "整张图片" }));
  await waitFor(() => expect(document.querySelector('[data-test="field-fit"]')).toBeNull());
  const kept = { id: "part", kind: "locate", on: "shot", picture: "pictures/x1", by: { scene: {} } };
  await waitFor(() => expect((asked.filter((one) => one.method === "PUT").at(-1)?.body as { draft: RecipeDoc } | undefined)?.draft.steps[1]).toEqual(kept));
});
