import type { RouteObject } from "react-router";

export const settingsRoutes: RouteObject[] = [
  { path: "admin/settings", lazy: async () => ({ Component: (await import("./pages/SystemPage")).SystemPage }) },
];
