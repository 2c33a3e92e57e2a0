import type { RouteObject } from "react-router";

export const annotateRoutes: RouteObject[] = [
  { path: "annotate", lazy: async () => ({ Component: (await import("./pages/AnnotatePage")).AnnotatePage }) },
];
