import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import type { QueryClient } from "@tanstack/react-query";
import type { Service } from "@/api/contract";
import { keys } from "@/api/keys";
import { lateWords } from "@/i18n";
import { page, refused, serve } from "@/test/server";
import { show } from "@/test/show";
import { IgnoredParts } from "./IgnoredParts";

const service = { id: "s", project_id: "p", model_id: "m", model_number: 1, name: "line 1", state: "running", keep: "ng", ignored: { clamp: { box: [0, 0, 9, 9] } } } as unknown as Service;
const picture = { id: "x1", project_id: "p", name: "a.png", width: 64, height: 48 };
const client: { current: QueryClient | null } = { current: null };
const open = (task: string) => {
  const asked = serve({
    "GET /models/m": () => ({ body: { id: "m", task } }),
    "GET /projects/p/pictures": () => page([picture]),
    "PATCH /services/s": ({ body }) => ({ body: { ...service, ...(body as object) } }),
  });
  client.current = show(<IgnoredParts service={service} />).client;
  return asked;
};

beforeEach(() => {
  vi.restoreAllMocks();
});

it("are drawn on a picture of the project, and hold at once", async () => {
  const asked = open("anomaly");
  const user = userEvent.setup();
  await waitFor(() => expect(document.querySelector("[data-test=ignored-names]")?.textContent).toBe("clamp"));
  await user.click(document.querySelector("[data-test=ignored-draw]") as HTMLElement);
  const stage = await waitFor(() => {
    const found = document.querySelector<SVGSVGElement>("[data-test=stage]");
    expect(found).not.toBeNull();
    return found!;
  });
  // jsdom knows no coordinates: one on the page is one of the picture.
  vi.stubGlobal("DOMPoint", class { constructor(public x: number, public y: number) {} matrixTransform() { return this; } });
  stage.getScreenCTM = () => ({ inverse: () => ({}) }) as never;
  fireEvent.click(document.querySelector("[data-test=ignored-outline]") as HTMLElement);
  const at = (type: string, clientX: number, clientY: number) => fireEvent(stage, new MouseEvent(type, { bubbles: true, clientX, clientY, button: 0 }));
  for (const [x, y] of [[14, 14], [40, 16], [20, 30]] as const) at("pointerdown", x, y);
  await waitFor(() => expect(document.querySelectorAll("[data-test=outline] circle").length).toBe(3));
  at("pointerdown", 14, 15);
  await waitFor(() => expect(document.querySelectorAll("[data-tone=ignored]").length).toBe(2));
  fireEvent.click(screen.getByRole("button", { name: /保\s*存/ }));
  await waitFor(() => expect(asked.filter((one) => one.method === "PATCH").at(-1)?.body).toEqual({
    ignored: { clamp: { box: [0, 0, 9, 9] }, part2: { polygon: [[14, 14], [40, 16], [20, 30]] } },
  }));
  vi.unstubAllGlobals();
});

it("are not offered for what finds no places", async () => {
  open("read");
  await waitFor(() => expect(client.current?.getQueryData(keys.model("m"))).toBeDefined());
  expect(document.querySelector("[data-test=ignored-draw]")).toBeNull();
  vi.unstubAllGlobals();
});

it("are named and taken away also where there is no picture, and a refusal is told", async () => {
  await lateWords();
  const asked = serve({
    "GET /models/m": () => ({ body: { id: "m", task: "anomaly" } }),
    "GET /projects/p/pictures": () => page([]),
    "PATCH /services/s": () => refused(422, "request.fields", {}, { ignored: "field.too_long" }),
  });
  show(<IgnoredParts service={{ ...service, ignored: { clamp: { box: [0, 0, 9, 9] }, hole: { box: [9, 9, 9, 9] } } }} />);
  const user = userEvent.setup();
  await waitFor(() => expect(document.querySelector("[data-test=ignored-draw]")).not.toBeNull());
  await user.click(document.querySelector("[data-test=ignored-draw]") as HTMLElement);
  // A name that another part has is not taken.
  const names = () => screen.getAllByLabelText<HTMLInputElement>("区域名称").map((one) => one.value);
  await waitFor(() => expect(names()).toEqual(["clamp", "hole"]));
  fireEvent.change(screen.getAllByLabelText("区域名称")[0] as HTMLElement, { target: { value: "hole" } });
  fireEvent.blur(screen.getAllByLabelText("区域名称")[0] as HTMLElement);
  await waitFor(() => expect(names()).toEqual(["clamp", "hole"]));
  fireEvent.click(screen.getByRole("button", { name: "删除 clamp" }));
  fireEvent.click(document.querySelector("[data-test=ignored-save]") as HTMLElement);
  expect(await screen.findByText(/内容太长/)).toBeTruthy();
  expect(asked.filter((one) => one.method === "PATCH").at(-1)?.body).toEqual({ ignored: { hole: { box: [9, 9, 9, 9] } } });
  vi.unstubAllGlobals();
});
