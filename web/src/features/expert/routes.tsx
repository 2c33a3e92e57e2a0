import type { RouteObject } from "react-router";
import { lateWords } from "@/i18n";

export const expertRoutes: RouteObject[] = [
  { path: "expert", lazy: async () => ({ Component: (await Promise.all([import("./pages/ExpertPage"), lateWords()]))[0].ExpertPage }) },
  { path: "expert/cluster", lazy: async () => ({ Component: (await Promise.all([import("./pages/ClusterStatusPage"), lateWords()]))[0].ClusterStatusPage }) },
];
