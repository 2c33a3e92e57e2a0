import type { RouteObject } from "react-router";

export const startRoutes: RouteObject[] = [
  { path: "annotation", lazy: async () => ({ Component: (await import("./pages/AnnotationPage")).AnnotationPage }) },
];
