import type { RouteObject } from "react-router";
import { lateWords } from "@/i18n";

/** Pages for those who are not logged in, and for those whose password must be changed first. */
export const openRoutes: RouteObject[] = [
  { path: "/setup", lazy: async () => ({ Component: (await import("./pages/SetupPage")).SetupPage }) },
  { path: "/login", lazy: async () => ({ Component: (await import("./pages/LoginPage")).LoginPage }) },
  { path: "/invitation", lazy: async () => ({ Component: (await import("./pages/InvitationPage")).InvitationPage }) },
  { path: "/register", lazy: async () => ({ Component: (await import("./pages/RegisterPage")).RegisterPage }) },
  { path: "/password", lazy: async () => ({ Component: (await import("./pages/MustChangePage")).MustChangePage }) },
];

export const accountRoutes: RouteObject[] = [
  { path: "account", lazy: async () => ({ Component: (await Promise.all([import("./pages/AccountPage"), lateWords()]))[0].AccountPage }) },
  { path: "about", lazy: async () => ({ Component: (await Promise.all([import("./pages/AboutPage"), lateWords()]))[0].AboutPage }) },
  { path: "device", lazy: async () => ({ Component: (await import("./pages/DevicePage")).DevicePage }) },
];
