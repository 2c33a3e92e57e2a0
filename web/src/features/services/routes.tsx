import type { RouteObject } from "react-router";

export const servicesRoutes: RouteObject[] = [
  { path: "services", lazy: async () => ({ Component: (await import("./pages/ServicesPage")).ServicesPage }) },
  { path: "services/:serviceId", lazy: async () => ({ Component: (await import("./pages/ServicePage")).ServicePage }) },
];
