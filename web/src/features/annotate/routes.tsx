import type { RouteObject } from "react-router";
import { lateWords } from "@/i18n";

export const annotateRoutes: RouteObject[] = [
  { path: "annotate", lazy: async () => ({ Component: (await Promise.all([import("./pages/AnnotatePage"), lateWords()]))[0].AnnotatePage }) },
];

const task = () => Promise.all([import("./pages/TaskAnnotatePage"), lateWords()]);

/** Annotators with no other right never see a project. */
export const taskRoutes: RouteObject[] = [
  { path: "annotation/:taskId", lazy: async () => ({ Component: (await task())[0].TaskAnnotatePage }) },
  { path: "annotation/:taskId/review", lazy: async () => ({ Component: (await task())[0].TaskReviewPage }) },
];
