import type { RouteObject } from "react-router";

export const workbenchRoutes: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import("./pages/WorkbenchPage")).WorkbenchPage }) },
];
