import type { RouteObject } from "react-router";

export const dataRoutes: RouteObject[] = [
  { path: "data", lazy: async () => ({ Component: (await import("./pages/DataPage")).DataPage }) },
];
