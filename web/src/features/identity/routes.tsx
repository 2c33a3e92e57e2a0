import type { RouteObject } from "react-router";

export const identityRoutes: RouteObject[] = [
  { path: "admin/identity", lazy: async () => ({ Component: (await import("./pages/ProvidersPage")).ProvidersPage }) },
  { path: "admin/identity/new/:kind", lazy: async () => ({ Component: (await import("./pages/NewProviderPage")).NewProviderPage }) },
  { path: "admin/identity/:providerId", lazy: async () => ({ Component: (await import("./pages/ProviderPage")).ProviderPage }) },
];
