import type { RouteObject } from "react-router";
import { lateWords } from "@/i18n";

export const projectsRoutes: RouteObject[] = [
  { path: "projects", lazy: async () => ({ Component: (await Promise.all([import("./pages/ProjectsPage"), lateWords()]))[0].ProjectsPage }) },
  { path: "projects/new", lazy: async () => ({ Component: (await Promise.all([import("./pages/NewProjectPage"), lateWords()]))[0].NewProjectPage }) },
];

/** Within a project. */
export const projectRoutes: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import("./pages/ProjectHomePage")).ProjectHomePage }) },
  { path: "settings", lazy: async () => ({ Component: (await Promise.all([import("./pages/SettingsPage"), lateWords()]))[0].SettingsPage }) },
];
