import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { lateWords } from "@/i18n";
import { serve, type Asked } from "@/test/server";
import { aMe, show } from "@/test/show";
import { Managers } from "./parts/Managers";

vi.setConfig({ testTimeout: 30_000 });

const bob = { id: "b", name: "bob", nickname: "", named_at: "2026-01-01T00:00:00.000Z", named_by: "admin" };
let asked: Asked[];
beforeEach(async () => {
  await lateWords();
  asked = serve({
    "GET /projects/p/managers": () => ({ body: { items: [bob], next: null, total: 1 } }),
    "POST /projects/p/managers": () => ({ body: { ...bob, id: "e", name: "eve" } }),
    "DELETE /projects/p/managers/b": () => ({ status: 204 }),
  });
});
const sent = () => asked.filter((one) => one.method !== "GET").map((one) => [one.method, one.path]);

describe("managers of a project", () => {
  it("are named by what they log in with, and taken away", async () => {
    show(<Managers />);
    const field = await screen.findByLabelText("登录名");
    fireEvent.change(field, { target: { value: " eve " } });
    fireEvent.click(document.querySelector("[data-test=manager-add]") as HTMLElement);
    await waitFor(() => expect(asked.find((one) => one.method === "POST")?.body).toEqual({ user: "eve" }));
    fireEvent.click(await screen.findByRole("button", { name: "移除管理者 bob" }));
    await waitFor(() => expect(sent()).toEqual([["POST", "/projects/p/managers"], ["DELETE", "/projects/p/managers/b"]]));
  });

  it("are only shown to who may not name them", async () => {
    show(<Managers />, "", [], { ...aMe, id: "other", permissions: ["project.read", "project.write"] });
    expect(await screen.findByText("bob")).toBeTruthy();
    expect(document.querySelector("[data-test=manager-add]")).toBeNull();
    expect(screen.queryByRole("button", { name: "移除管理者 bob" })).toBeNull();
  });
});
