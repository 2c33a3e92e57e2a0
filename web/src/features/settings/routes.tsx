import type { RouteObject } from "react-router";
import { lateWords } from "@/i18n";

export const settingsRoutes: RouteObject[] = [
  { path: "admin/settings", lazy: async () => ({ Component: (await Promise.all([import("./pages/SystemPage"), lateWords()]))[0].SystemPage }) },
];
