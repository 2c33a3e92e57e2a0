import type { RouteObject } from "react-router";
import { lateWords } from "@/i18n";

/** Of those who hand out and review. */
export const tasksRoutes: RouteObject[] = [
  { path: "tasks", lazy: async () => ({ Component: (await Promise.all([import("./pages/TasksPage"), lateWords()]))[0].TasksPage }) },
  { path: "tasks/new", lazy: async () => ({ Component: (await Promise.all([import("./pages/NewTaskPage"), lateWords()]))[0].NewTaskPage }) },
  { path: "tasks/:taskId", lazy: async () => ({ Component: (await Promise.all([import("./pages/TaskPage"), lateWords()]))[0].TaskPage }) },
  { path: "tasks/:taskId/pairs", lazy: async () => ({ Component: (await Promise.all([import("./pages/PairsPage"), lateWords()]))[0].PairsPage }) },
];

export const myTasksRoutes: RouteObject[] = [
  { path: "annotation", lazy: async () => ({ Component: (await Promise.all([import("./pages/MyTasksPage"), lateWords()]))[0].MyTasksPage }) },
];
