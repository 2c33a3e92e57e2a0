import type { RouteObject } from "react-router";
import { lateWords } from "@/i18n";

export const auditRoutes: RouteObject[] = [
  { path: "admin/audit", lazy: async () => ({ Component: (await Promise.all([import("./pages/AuditPage"), lateWords()]))[0].AuditPage }) },
];
