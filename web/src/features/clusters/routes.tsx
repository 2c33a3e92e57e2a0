import type { RouteObject } from "react-router";

export const clustersRoutes: RouteObject[] = [
  { path: "virtual-clusters", lazy: async () => ({ Component: (await import("./pages/ClustersPage")).ClustersPage }) },
  { path: "virtual-clusters/new", lazy: async () => ({ Component: (await import("./pages/NewClusterPage")).NewClusterPage }) },
  { path: "virtual-clusters/:clusterId", lazy: async () => ({ Component: (await import("./pages/ClusterPage")).ClusterPage }) },
];
