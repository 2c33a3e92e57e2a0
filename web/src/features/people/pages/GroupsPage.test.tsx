import { fireEvent, screen, waitFor } from "@testing-library/react";
import { Navigate } from "react-router";
import { afterEach, expect, it, vi } from "vitest";
import { AskHost } from "@/components/AskHost";
import { page, refused, serve } from "@/test/server";
import { show } from "@/test/show";
import { GroupsPage } from "./GroupsPage";

vi.setConfig({ testTimeout: 30_000 });
afterEach(() => vi.unstubAllGlobals());

const group = (id: string, name: string) => ({ id, name, description: "", roles: [], members: 1, created_at: "2026-01-01T00:00:00Z", revision: 1 });

it("forgets what was ticked once groups are gone together with the jobs that stood in their way", async () => {
  let left = [group("g", "nights"), group("h", "days"), group("k", "eves")];
  const asked = serve({
    "GET /groups": () => page(left),
    "POST /groups/actions": ({ body }) => {
      // What no job stands in the way of goes at once.
      left = left.filter((one) => one.id !== "h");
      if (!(body as { stop_jobs?: boolean }).stop_jobs) return refused(409, "vc.jobs_run", { count: 1, jobs: [{ id: "j", name: "night run", owner: "bob", import: false }] });
      left = left.filter((one) => one.id !== "g");
      return { body: { results: [{ id: "g", ok: true, code: null }, { id: "h", ok: false, code: "not_found" }] } };
    },
  });
  show(<Navigate to="/admin/groups" replace />, "", [{ path: "/admin/groups", element: <><GroupsPage /><AskHost /></> }]);
  await screen.findByText("nights");
  for (const id of ["g", "h"]) fireEvent.click(document.querySelector(`tr[data-row-key=${id}] input[type=checkbox]`)!);
  fireEvent.click(await waitFor(() => document.querySelector("[data-test=bulk-delete]")!));
  const sure = () => document.querySelector(".ant-modal .ant-btn-dangerous");
  await waitFor(() => expect(sure()).not.toBeNull());
  fireEvent.click(sure()!);
  expect(await screen.findByText("night run")).toBeTruthy();
  await waitFor(() => expect(screen.queryByText("days")).toBeNull());
  fireEvent.click(screen.getByText("停止任务并继续"));
  await waitFor(() => expect(screen.queryByText("nights")).toBeNull());
  expect(asked.filter((one) => one.method === "POST").map((one) => one.body)).toEqual([{ action: "delete", ids: ["g", "h"] }, { action: "delete", ids: ["g", "h"], stop_jobs: true }]);
  expect(screen.getByText("eves")).toBeTruthy();
  await waitFor(() => expect(document.querySelector("[data-test=bulk-delete]")).toBeNull());
});
