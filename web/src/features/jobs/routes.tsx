import type { RouteObject } from "react-router";
import { lateWords } from "@/i18n";

const job = async () => ({ Component: (await Promise.all([import("./pages/JobPage"), lateWords()]))[0].JobPage });

export const jobsRoutes: RouteObject[] = [
  { path: "jobs", lazy: async () => ({ Component: (await Promise.all([import("./pages/JobsPage"), lateWords()]))[0].JobsPage }) },
  { path: "expert/submit", lazy: async () => ({ Component: (await Promise.all([import("./pages/NewJobPage"), lateWords()]))[0].NewJobPage }) },
  { path: "expert/templates", lazy: async () => ({ Component: (await Promise.all([import("./pages/TemplatesPage"), lateWords()]))[0].TemplatesPage }) },
  { path: "expert/templates/:templateId", lazy: async () => ({ Component: (await Promise.all([import("./pages/TemplatePage"), lateWords()]))[0].TemplatePage }) },
  { path: "jobs/:jobId", lazy: job },
  // The same page with the project's side bar around it.
  { path: "projects/:projectId/trainings/:jobId", lazy: job },
];
