import type { RouteObject } from "react-router";
import { lateWords } from "@/i18n";

export const clustersRoutes: RouteObject[] = [
  { path: "virtual-clusters", lazy: async () => ({ Component: (await Promise.all([import("./pages/ClustersPage"), lateWords()]))[0].ClustersPage }) },
  { path: "virtual-clusters/new", lazy: async () => ({ Component: (await Promise.all([import("./pages/NewClusterPage"), lateWords()]))[0].NewClusterPage }) },
  { path: "virtual-clusters/:clusterId", lazy: async () => ({ Component: (await Promise.all([import("./pages/ClusterPage"), lateWords()]))[0].ClusterPage }) },
];
