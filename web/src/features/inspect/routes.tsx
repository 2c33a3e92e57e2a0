import type { RouteObject } from "react-router";
import { lateWords } from "@/i18n";

export const inspectRoutes: RouteObject[] = [
  { path: "inspect", lazy: async () => ({ Component: (await Promise.all([import("./pages/LivePage"), lateWords()]))[0].LivePage }) },
  { path: "inspect/recheck", lazy: async () => ({ Component: (await Promise.all([import("./pages/RecheckPage"), lateWords()]))[0].RecheckPage }) },
  { path: "inspect/records", lazy: async () => ({ Component: (await Promise.all([import("./pages/RecordsPage"), lateWords()]))[0].RecordsPage }) },
  { path: "inspect/records/:recordId", lazy: async () => ({ Component: (await Promise.all([import("./pages/RecordPage"), lateWords()]))[0].RecordPage }) },
];
