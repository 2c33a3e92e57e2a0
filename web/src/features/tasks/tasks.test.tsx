import { cleanup, configure, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryRouter, RouterProvider } from "react-router";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { AnnotationTask } from "@/api/annotating";
import { keys } from "@/api/keys";
import { i18n } from "@/i18n";
import { MessagesProvider } from "@/lib/messages";
import type { Right } from "@/lib/rights";
import { page, serve } from "@/test/server";
import { aMe, show } from "@/test/show";
import { wantedOf } from "./lib/wanted";
import { MyTasksPage } from "./pages/MyTasksPage";
import { NewTaskPage } from "./pages/NewTaskPage";
import { PairsPage } from "./pages/PairsPage";
import { TaskPage } from "./pages/TaskPage";

const none = { open: 0, sent_back: 0, done: 0, accepted: 0 };
const task = (more: Partial<AnnotationTask> = {}): AnnotationTask => ({
  id: "t", name: "first lot", project: { id: "p", name: "Line 3", scene: "free", classes: [] }, instructions: "Mark every scratch.", deadline: null, pool: false, revision: 1,
  created_by: "wang", created_at: "2026-01-01T00:00:00.000Z", closed_at: null, counts: null, pairs: null, blind: false, to_review: 0, free: 0, mine: none, ...more,
});

function at(rights: Right[]) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  client.setQueryData(keys.session, { ...aMe, permissions: rights });
  client.setQueryData(keys.branding, { product_name: "Fovea", self_registration: false, logo: null, modules_off: [] });
  const router = createMemoryRouter([{ path: "/annotation", element: <MyTasksPage /> }, { path: "*", element: null }], { initialEntries: ["/annotation"] });
  render(<QueryClientProvider client={client}><MessagesProvider><RouterProvider router={router} /></MessagesProvider></QueryClientProvider>);
  return router;
}

configure({ testIdAttribute: "data-test" });
beforeAll(() => i18n.changeLanguage("zh-CN"));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("my tasks", () => {
  it("show an annotator nothing but these, with one button to go on", async () => {
    const asked = serve({ "GET /annotation_tasks": () => page([task({ mine: { ...none, open: 3, sent_back: 1, done: 4 }, deadline: "2020-01-01T00:00:00.000Z" }), task({ id: "t2", name: "done", mine: { ...none, accepted: 2 } })]) });
    const router = at(["annotate"]);
    const rows = await screen.findAllByTestId("my-task");
    expect(within(rows[0] as HTMLElement).getByText("退回 1 张")).toBeTruthy();
    expect(within(rows[0] as HTMLElement).getByText(/已过期/)).toBeTruthy();
    expect(within(rows[0] as HTMLElement).getByText("剩余 4 张")).toBeTruthy();
    const buttons = screen.getAllByTestId<HTMLButtonElement>("go-on");
    expect(buttons.map((one) => one.disabled)).toEqual([false, true]);
    fireEvent.click(buttons[0] as HTMLElement);
    expect(router.state.location.pathname).toBe("/annotation/t");
    expect(asked.map((one) => one.path)).not.toContain("/projects");
  });

  it("lead whoever may read data to the projects, too", async () => {
    serve({ "GET /annotation_tasks": () => page([]), "GET /projects": () => page([{ id: "p", name: "Line 3", product: "", steps: { annotate: { labelled: 1, total: 3 } } }]) });
    at(["annotate", "data.read", "project.read"]);
    expect((await screen.findByText("Line 3")).closest("a")?.getAttribute("href")).toBe("/projects/p/annotate");
  });
});

describe("handing out", () => {
  const count = { "GET /projects/p/annotation_tasks/pictures": () => ({ body: { found: 9, at_work: 2 } }), "GET /annotation_tasks/annotators": () => page([{ id: "u7", name: "bob", nickname: "" }]) };

  it("says how many pictures, needs somebody, and sends what was chosen", async () => {
    const asked = serve({ ...count, "POST /projects/p/annotation_tasks": () => ({ status: 201, body: task({ counts: { ...none, open: 5 } }) }) });
    const { router } = show(<NewTaskPage />, "?class=c1&verdict=bad");
    await screen.findByText(/将派发 7 张图片/);
    expect(screen.getByText(/另有 2 张/)).toBeTruthy();
    expect(asked.find((one) => one.path.endsWith("/pictures"))?.query.get("class_id")).toBe("c1");
    const create = screen.getByTestId<HTMLButtonElement>("create");
    fireEvent.change(screen.getByTestId("task-name"), { target: { value: "second lot" } });
    expect(create.disabled).toBe(true);
    fireEvent.click(screen.getByTestId("some"));
    fireEvent.change(await screen.findByRole("spinbutton"), { target: { value: "5" } });
    await screen.findByText(/将派发 5 张图片/);
    fireEvent.mouseDown(within(screen.getByTestId("annotators")).getByRole("combobox"));
    fireEvent.click(await screen.findByTitle("bob"));
    expect(create.disabled).toBe(false);
    fireEvent.click(create);
    await waitFor(() => expect(router.state.location.pathname).toBe("/projects/p/tasks/t"));
    const sent = asked.find((one) => one.method === "POST")?.body;
    expect(sent).toEqual({ name: "second lot", instructions: "", deadline: null, pool: false, people: ["u7"], pictures: { verdict: "bad", class_id: "c1" }, sample: 5 });
  });

  it("sends how many are labelled by two, who have to be two", async () => {
    const asked = serve({ ...count, "POST /projects/p/annotation_tasks": () => ({ status: 201, body: task() }) });
    show(<NewTaskPage />);
    await screen.findByText(/将派发 7 张图片/);
    fireEvent.change(screen.getByTestId("task-name"), { target: { value: "twice" } });
    fireEvent.click(screen.getByTestId("twice"));
    expect(screen.getByText("即 1 张")).toBeTruthy();
    fireEvent.mouseDown(within(screen.getByTestId("annotators")).getByRole("combobox"));
    fireEvent.click(await screen.findByTitle("bob"));
    expect(screen.getByText("双人标注至少要选两位标注员。")).toBeTruthy();
    expect(screen.getByTestId<HTMLButtonElement>("create").disabled).toBe(true);
    fireEvent.click(screen.getByTestId("pool"));
    fireEvent.mouseDown(within(screen.getByTestId("annotators")).getByRole("combobox"));
    fireEvent.click((await screen.findAllByTitle("bob")).at(-1) as HTMLElement);
    fireEvent.click(screen.getByTestId("create"));
    await waitFor(() => expect(asked.find((one) => one.method === "POST")?.body).toMatchObject({ pool: true, people: [], twice: 10, blind: true }));
  });

  it("takes from the address what are filters, and nothing else", () => {
    const read = (text: string) => {
      const params = new URLSearchParams(text);
      return wantedOf({ get: (name) => params.get(name) ?? undefined });
    };
    expect(read("sort=name&look=1")).toBeNull();
    expect(read("labelled=false&source=recheck&name=a%25&verdict=odd")).toEqual({ labelled: false, source: "recheck", name: "a%" });
  });
});

describe("a task", () => {
  it("shows each person's part, rework and pace, and hands over what is left", async () => {
    const person = { user: { id: "u7", name: "bob", nickname: "" }, counts: { open: 2, sent_back: 1, done: 1, accepted: 4 }, finished: 6, rework: 0.25, seconds: 42, agreement: { pictures: 4, f1: 0.9, overlap: 0.87, kappa: null } };
    const asked = serve({
      "GET /annotation_tasks/t": () => ({ body: task({ pool: true, counts: { open: 2, sent_back: 1, done: 1, accepted: 4 } }) }),
      "GET /annotation_tasks/t/progress": () => ({ body: { people: [person], ends_at: null } }),
      "GET /annotation_tasks/t/batch": () => ({ body: { batch: null, waiting: 20, plan: { letter: "D", sample: 8, accept: 1 } } }),
      "POST /annotation_tasks/t/batch": () => ({ body: { batch: null, waiting: 20, plan: null } }),
      "GET /annotation_tasks/t/pictures": () => page([]),
      "GET /annotation_tasks/annotators": () => page([]),
      "POST /annotation_tasks/t/hand_over": () => ({ body: { changed: 3 } }),
    });
    show(<TaskPage />, "", [{ path: "/projects/:projectId/tasks/:taskId", element: <TaskPage /> }]).router.navigate("/projects/p/tasks/t").catch(() => undefined);
    await screen.findByText("25%");
    for (const told of ["42 秒", "90%", "0.87"]) expect(screen.getByText(told)).toBeTruthy();
    await screen.findByText(/20 张待检验，随机抽 8 张；不合格不超过 1 张则全部通过，达到 2 张则全部退回/);
    fireEvent.click(screen.getByTestId("hand-over"));
    await screen.findByText("bob 还有 3 张未完成。");
    fireEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: /转\s*交/ }));
    await waitFor(() => expect(asked.find((one) => one.method === "POST")?.body).toEqual({ from: "u7", to: [] }));
  });
});

describe("pictures that two label", () => {
  const side = (position: number, user: string, regions: object[]) => ({ position, user_id: user, user, state: "done", verdict: regions.length > 0 ? "bad" : "good", class_id: null, regions });
  const pair = {
    position: 0, picture: { id: "i", name: "001.jpg", width: 64, height: 48 }, state: "ready", f1: 0.5, overlap: 0.81, same: false, taken: null, revision: 7,
    first: side(0, "bob", [{ id: "a", class_id: "c1", shape: { kind: "box", x: 1, y: 2, w: 3, h: 4 } }]), second: side(1, "eve", []),
  };
  const agreement = {
    people: [{ first: "u7", second: "u8", pictures: 4, differ: 2, f1: 0.57, overlap: 0.9, kappa: null }],
    classes: [{ class_id: "c1", both: 2, one: 3, f1: 0.57, overlap: 0.9, kappa: 0.4 }],
    work: [{ user_id: "u7", class_id: "c1", finished: 3, rework: 0.25, seconds: 42 }],
  };
  const person = (id: string, name: string) => ({ user: { id, name, nickname: "" }, counts: none, finished: 4, rework: 0, seconds: 4, agreement: null });
  const answers = {
    "GET /annotation_tasks/t": () => ({ body: task() }),
    "GET /annotation_tasks/t/agreement": () => ({ body: agreement }),
    "GET /annotation_tasks/t/progress": () => ({ body: { people: [person("u7", "bob"), person("u8", "eve")], ends_at: null } }),
    "GET /annotation_tasks/t/pairs": () => page([pair]),
    "POST /annotation_tasks/t/pairs/0/settle": () => ({ body: { ...pair, state: "settled", taken: "both" } }),
    "POST /annotation_tasks/t/pictures/1/review": () => ({ body: {} }),
  };
  const open = () => {
    const asked = serve(answers);
    const { router } = show(<PairsPage />, "", [{ path: "/projects/:projectId/tasks/:taskId/pairs", element: <PairsPage /> }]);
    router.navigate("/projects/p/tasks/t/pairs").catch(() => undefined);
    return { asked, router };
  };

  it("stand beside each other with how far people agree, and lead to where they differ", async () => {
    const { asked, router } = open();
    await screen.findByText("bob 与 eve");
    expect(screen.getAllByText("57%").length).toBe(2);
    expect(screen.getByText("0.4")).toBeTruthy();
    const sides = await screen.findAllByTestId("pair-side");
    expect(sides.map((one) => one.querySelectorAll("svg[data-test=marks] rect").length)).toEqual([1, 0]);
    fireEvent.click(screen.getByTestId("differ"));
    await waitFor(() => expect(router.state.location.search).toBe("?same=false&user=u7&other=u8"));
    await waitFor(() => expect(asked.some((one) => one.path.endsWith("/pairs") && one.query.get("same") === "false" && one.query.get("other") === "u8")).toBe(true));
  });

  it("are settled by what the reviewer takes, as it was seen, or sent back to one of the two", async () => {
    const { asked } = open();
    fireEvent.click(await screen.findByTestId("take-both"));
    await waitFor(() => expect(asked.find((one) => one.path.endsWith("/settle"))?.body).toEqual({ take: "both" }));
    fireEvent.click(within(screen.getAllByTestId("pair-side")[1] as HTMLElement).getByTestId("pair-back"));
    fireEvent.change(await screen.findByTestId("pair-note"), { target: { value: "again" } });
    fireEvent.click(screen.getByTestId("pair-send"));
    await waitFor(() => expect(asked.find((one) => one.path.endsWith("/review"))?.body).toEqual({ verdict: "send_back", note: "again", place: null }));
  });
});
