import type { RouteObject } from "react-router";

/** Pages for those who are not logged in. */
export const openRoutes: RouteObject[] = [
  { path: "/setup", lazy: async () => ({ Component: (await import("./pages/SetupPage")).SetupPage }) },
  { path: "/login", lazy: async () => ({ Component: (await import("./pages/LoginPage")).LoginPage }) },
];

export const accountRoutes: RouteObject[] = [
  { path: "account", lazy: async () => ({ Component: (await import("./pages/AccountPage")).AccountPage }) },
];
