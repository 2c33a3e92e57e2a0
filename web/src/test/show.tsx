// Shows a page of a project in a test: router, cache, and the project that the frame would have waited for.
import { render } from "@testing-library/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { keys } from "@/api/keys";
import type { Me, Project } from "@/api/contract";
import { MessagesProvider } from "@/lib/messages";
import { i18n } from "@/i18n";
import { allRights } from "@/lib/rights";

export const aProject: Project = {
  id: "p", name: "Line 3", product: "screw", scene: "free", good_name: "good", note: "", revision: 1,
  classes: [
    { id: "c0", name: "good", colour: "#30a46c", good: true, position: 0, attributes: [] },
    { id: "c1", name: "scratch", colour: "#e5484d", good: false, position: 1, attributes: [] },
    { id: "c2", name: "dent", colour: "#f08c1d", good: false, position: 2, attributes: [] },
  ],
  created_at: "2026-01-01T00:00:00.000Z", updated_at: "2026-01-01T00:00:00.000Z", deleted_at: null, kept_until: null, public: false, owner_id: "u", owner: "admin",
  data: { pictures: 9, labelled: 9, bytes: 1000, changed_at: "2026-01-01T00:00:00.000Z", version: null, cover: [] },
  steps: {
    collect: { state: "done", pictures: 9 }, annotate: { state: "done", labelled: 9, total: 9 }, train: { state: "done", jobs: 1, running_job: null },
    publish: { state: "doing", models: 1, released: 0 }, deploy: { state: "todo", services: 0, running: 0 }, inspect: { state: "todo", records: 0, today: 0 }, next: "publish",
  },
};

export const aMe: Me = {
  id: "u", name: "admin", nickname: "", phone: "", mail: "", language: "", roles: [{ id: "r", key: "administrator", name: "administrator" }], groups: [],
  permissions: [...allRights], built_in: true, must_change_password: false, has_password: true, second_factor: false, last_login_at: null,
  virtual_clusters: [{ id: "v", name: "default", way: "everybody", administers: false, longest_run_s: null }], virtual_cluster_id: "v", longest_run_s: null, projects_made: [], public_projects: false, manages: [], job_mail: "failure",
};

export function show(page: ReactElement, search = "", rest: { path: string; element: ReactElement }[] = [], me: Me = aMe) {
  void i18n.changeLanguage("zh-CN");
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  client.setQueryData(keys.session, me);
  client.setQueryData(keys.project(aProject.id), { value: aProject, etag: '"1"' });
  const router = createMemoryRouter(
    [{ path: "/projects/:projectId/here", element: page }, ...rest, { path: "*", element: null }],
    { initialEntries: [`/projects/${aProject.id}/here${search}`] },
  );
  const shown = render(
    <QueryClientProvider client={client}>
      <MessagesProvider>
        <RouterProvider router={router} />
      </MessagesProvider>
    </QueryClientProvider>,
  );
  return { ...shown, router, client };
}
