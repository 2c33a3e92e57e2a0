import { fireEvent, screen, waitFor } from "@testing-library/react";
import { Navigate } from "react-router";
import { afterEach, describe, expect, it, vi } from "vitest";
import { AskHost } from "@/components/AskHost";
import { page, refused, serve, type Asked } from "@/test/server";
import { show } from "@/test/show";
import { GroupPage } from "./GroupPage";

afterEach(() => vi.unstubAllGlobals());

const group = { id: "g", name: "nights", description: "", roles: [{ id: "r", key: "annotator", name: "annotator" }], members: 1, created_at: "2026-01-01T00:00:00Z", revision: 1 };
const bob = { id: "b", name: "bob", nickname: "", phone: "", mail: "", note: "", state: "active", roles: [], groups: [], created_at: "2026-01-01T00:00:00Z", last_login_at: null, built_in: false, revision: 1 };
const asksFirst = (stops: (asked: Asked) => boolean, done: object) => (asked: Asked) =>
  stops(asked) ? done : refused(409, "vc.jobs_run", { count: 1, jobs: [{ id: "j", name: "night run", owner: "bob", import: false }] });

function open(answers: Parameters<typeof serve>[0]) {
  const asked = serve({ "GET /groups/g": () => ({ body: group }), "GET /users": () => page([bob]), "GET /roles": () => page([]), ...answers });
  show(<Navigate to="/admin/groups/g" replace />, "", [{ path: "/admin/groups/:groupId", element: <><GroupPage /><AskHost /></> }]);
  return asked;
}

describe("a group", () => {
  it("shows jobs of whoever leaves a virtual cluster with it, and stops them once that is said", async () => {
    const asked = open({ "POST /groups/g/members": asksFirst(({ body }) => (body as { stop_jobs?: boolean }).stop_jobs === true, { body: { ...group, members: 0 } }) });
    fireEvent.click(await screen.findByRole("button", { name: /bob$/ }));
    expect(await screen.findByText("night run")).toBeTruthy();
    fireEvent.click(screen.getByText("停止任务并继续"));
    await waitFor(() => expect(asked.filter((one) => one.path === "/groups/g/members").map((one) => one.body)).toEqual([{ remove: ["b"] }, { remove: ["b"], stop_jobs: true }]));
  });

  it("is deleted in the same way", async () => {
    const asked = open({ "DELETE /groups/g": asksFirst(({ query }) => query.get("stop_jobs") === "true", { status: 204 }) });
    await screen.findByRole("link", { name: "bob" });
    fireEvent.click(document.querySelector("[data-test=delete]")!);
    const sure = () => document.querySelector(".ant-modal .ant-btn-dangerous");
    await waitFor(() => expect(sure()).not.toBeNull());
    fireEvent.click(sure()!);
    expect(await screen.findByText("night run")).toBeTruthy();
    fireEvent.click(screen.getByText("停止任务并继续"));
    await waitFor(() => expect(asked.filter((one) => one.method === "DELETE").map((one) => one.query.toString())).toEqual(["", "stop_jobs=true"]));
  });
});
