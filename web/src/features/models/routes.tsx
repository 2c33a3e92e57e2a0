import type { RouteObject } from "react-router";

export const modelsRoutes: RouteObject[] = [
  { path: "models", lazy: async () => ({ Component: (await import("./pages/ModelsPage")).ModelsPage }) },
  { path: "models/compare", lazy: async () => ({ Component: (await import("./pages/ComparePage")).ComparePage }) },
  { path: "models/:modelId", lazy: async () => ({ Component: (await import("./pages/ModelPage")).ModelPage }) },
];
