import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { lateWords } from "@/i18n";
import { serve, type Asked } from "@/test/server";
import { aMe, aProject, show } from "@/test/show";
import { ProjectsPage } from "./pages/ProjectsPage";
import { SettingsPage } from "./pages/SettingsPage";

const data = { pictures: 8, labelled: 6, bytes: 5_000_000, changed_at: "2026-01-02T00:00:00.000Z", version: 3, cover: ["a", "b"] };
let asked: Asked[];
beforeEach(async () => {
  await lateWords();
  asked = serve({
    "GET /projects": ({ query }) => ({ body: { items: query.get("scope") === "own" ? [] : [{ ...aProject, public: true, owner: "ada", data }], next: null, total: 1 } }),
    "PATCH /projects/p": () => ({ body: { ...aProject, public: true }, headers: { etag: '"2"' } }),
    "DELETE /projects/p": () => ({ status: 204 }),
    "GET /projects/p": () => ({ body: aProject, headers: { etag: '"1"' } }),
  });
});

describe("projects", () => {
  it("are found by whose they are, with the owner and what is public", async () => {
    const { router } = show(<ProjectsPage />);
    expect(await screen.findByText("ada")).toBeTruthy();
    fireEvent.click(screen.getByText("我的"));
    await waitFor(() => expect(router.state.location.search).toBe("?scope=own"));
    await waitFor(() => expect(asked.filter((one) => one.path === "/projects").at(-1)?.query.get("scope")).toBe("own"));
    fireEvent.click(screen.getByText("全部"));
    await waitFor(() => expect(router.state.location.search).toBe(""));
  });

  it("are shown as data sets, in the order that is wanted", async () => {
    const { router } = show(<ProjectsPage />, "?view=data");
    expect(await screen.findByText("v3")).toBeTruthy();
    expect(screen.getByText("75%")).toBeTruthy();
    expect(document.querySelectorAll("[data-test=cover] img")).toHaveLength(2);
    const asks = () => asked.filter((one) => one.path === "/projects").at(-1)?.query.get("sort");
    expect(asks()).toBe("-changed_at");
    fireEvent.click(screen.getAllByText("大小")[0] as HTMLElement);
    await waitFor(() => expect(router.state.location.search).toBe("?view=data&sort=bytes"));
    await waitFor(() => expect(asks()).toBe("bytes"));
    fireEvent.click(screen.getByText("进展", { selector: ".ant-segmented-item-label" }));
    await waitFor(() => expect(router.state.location.search).toBe(""));
    await waitFor(() => expect(asks()).toBe("-created_at"));
  });

  it("are changed, fetched and deleted from the list of data sets", async () => {
    const { router } = show(<ProjectsPage />, "?view=data");
    const pick = async (what: string) => {
      fireEvent.click(await screen.findByRole("button", { name: "“Line 3”的更多操作" }));
      fireEvent.click(await screen.findByText(what, { selector: ".ant-dropdown-menu-title-content" }));
    };
    await pick("删除");
    const dialog = within(await screen.findByRole("dialog"));
    fireEvent.change(dialog.getByRole("textbox"), { target: { value: "Line 3" } });
    fireEvent.click(dialog.getByRole("button", { name: /删\s*除/ }));
    await waitFor(() => expect(asked.some((one) => one.method === "DELETE" && one.path === "/projects/p")).toBe(true));
    await pick("下载");
    await waitFor(() => expect(router.state.location.pathname + router.state.location.search).toBe("/projects/p/data?tab=versions"));
  });

  it("offer nothing to do to who only looks", async () => {
    show(<ProjectsPage />, "", [], { ...aMe, permissions: [], public_projects: true });
    expect(await screen.findByText("ada")).toBeTruthy();
    expect(screen.queryByText("新建项目")).toBeNull();
  });

  it("are made public on their settings page", async () => {
    show(<SettingsPage />);
    fireEvent.click(document.querySelector("[data-test=public]") as HTMLElement);
    fireEvent.click(screen.getAllByRole("button", { name: /保\s*存/ })[0] as HTMLElement);
    await waitFor(() => expect(asked.find((one) => one.method === "PATCH")?.body).toEqual({ name: "Line 3", product: "screw", note: "", public: true }));
  });
});
