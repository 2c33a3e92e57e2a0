import { cleanup, render, screen } from "@testing-library/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { keys } from "@/api/keys";
import { i18n } from "@/i18n";
import type { Right } from "@/lib/rights";
import { aMe } from "@/test/show";
import { Gate } from "./Gate";
import { SideBar } from "./SideBar";

vi.mock("@/api/account", () => ({ listAdministrators: () => Promise.resolve([{ name: "wang", nickname: "王主管", mail: "wang@example.com", phone: "" }]) }));

function at(path: string, permissions: Right[], off: string[] = []) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  client.setQueryData(keys.session, { ...aMe, permissions });
  client.setQueryData(keys.branding, { product_name: "Fovea", self_registration: false, logo: null, modules_off: off });
  const router = createMemoryRouter([{ path: "/", element: <><SideBar /><Gate /></>, children: [{ path: "*", element: <p>inside</p> }, { index: true, element: <p>workbench</p> }] }], { initialEntries: [path] });
  render(<QueryClientProvider client={client}><RouterProvider router={router} /></QueryClientProvider>);
  return router;
}
const annotator: Right[] = ["annotate"];
const links = () => screen.queryAllByRole("link").map((link) => link.getAttribute("href"));

describe("the gate", () => {
  beforeAll(() => i18n.changeLanguage("zh-CN"));

  it("lets in who has the right, and shows them the way there", () => {
    at("/admin/users", ["user.read", "role.read"]);
    expect(screen.getByText("inside")).toBeTruthy();
    expect(links()).toEqual(["/admin", "/admin/users", "/admin/groups", "/admin/roles"]);
  });

  it("leads from everywhere to inspection, to the cluster, and to the administration", () => {
    for (const path of ["/projects", "/jobs", "/virtual-clusters", "/admin"]) {
      at(path, [...aMe.permissions, "user.read", "role.read", "cluster.read", "job.read_own", "audit.read", "setting.read"] as Right[]);
      for (const way of ["/", "/projects", "/jobs", "/virtual-clusters", "/admin", "/admin/audit", "/admin/settings"]) expect(links()).toContain(way);
      cleanup();
    }
  });

  it("keeps others out, says what is missing and whom to ask, and leads back", () => {
    at("/admin/users", annotator);
    expect(screen.queryByText("inside")).toBeNull();
    expect(screen.getByText("需要的权限：查看用户")).toBeTruthy();
    expect(screen.getByText(/系统管理员/)).toBeTruthy();
    expect(links()).toContain("/annotation");
    expect(links().some((href) => href?.startsWith("/admin"))).toBe(false);
  });

  it("sends each role to its first page", () => {
    expect(at("/", annotator).state.location.pathname).toBe("/annotation");
    expect(at("/", ["audit.read", "monitoring.read"]).state.location.pathname).toBe("/admin/audit");
    expect(at("/", [...aMe.permissions] as Right[]).state.location.pathname).toBe("/");
  });

  it("knows nothing of a module that is off", () => {
    at("/virtual-clusters", ["cluster.read", "user.read", "role.read"], ["cluster"]);
    expect(screen.queryByText("inside")).toBeNull();
    expect(screen.getByText("这个页面不存在")).toBeTruthy();
    expect(links()).not.toContain("/virtual-clusters");
    expect(at("/", [...annotator, "project.read"], ["annotation"]).state.location.pathname).toBe("/projects");
  });

  it("shows virtual clusters to whoever may see them all, and their own to members", () => {
    at("/virtual-clusters/7", annotator);
    expect(screen.getByText("inside")).toBeTruthy();
    expect(links()).not.toContain("/virtual-clusters");
  });

  it("tells somebody without any right whom to ask", async () => {
    at("/", []);
    expect(screen.getByText("您的账户还没有任何权限")).toBeTruthy();
    expect(await screen.findByText("王主管")).toBeTruthy();
    expect(links()).toEqual(["mailto:wang@example.com"]);
  });
});
