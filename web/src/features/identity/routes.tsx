import type { RouteObject } from "react-router";
import { lateWords } from "@/i18n";

export const identityRoutes: RouteObject[] = [
  { path: "admin/identity", lazy: async () => ({ Component: (await Promise.all([import("./pages/ProvidersPage"), lateWords()]))[0].ProvidersPage }) },
  { path: "admin/identity/new/:kind", lazy: async () => ({ Component: (await Promise.all([import("./pages/NewProviderPage"), lateWords()]))[0].NewProviderPage }) },
  { path: "admin/identity/:providerId", lazy: async () => ({ Component: (await Promise.all([import("./pages/ProviderPage"), lateWords()]))[0].ProviderPage }) },
];
