import type { RouteObject } from "react-router";

const job = async () => ({ Component: (await import("./pages/JobPage")).JobPage });

export const jobsRoutes: RouteObject[] = [
  { path: "jobs", lazy: async () => ({ Component: (await import("./pages/JobsPage")).JobsPage }) },
  { path: "jobs/:jobId", lazy: job },
  // The same page with the project's side bar around it.
  { path: "projects/:projectId/trainings/:jobId", lazy: job },
];
