import type { RouteObject } from "react-router";
import { lateWords } from "@/i18n";

export const servicesRoutes: RouteObject[] = [
  { path: "services", lazy: async () => ({ Component: (await Promise.all([import("./pages/ServicesPage"), lateWords()]))[0].ServicesPage }) },
  { path: "services/:serviceId", lazy: async () => ({ Component: (await Promise.all([import("./pages/ServicePage"), lateWords()]))[0].ServicePage }) },
];
