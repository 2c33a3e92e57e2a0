import type { RouteObject } from "react-router";
import { lateWords } from "@/i18n";

export const modelsRoutes: RouteObject[] = [
  { path: "models", lazy: async () => ({ Component: (await Promise.all([import("./pages/ModelsPage"), lateWords()]))[0].ModelsPage }) },
  { path: "models/compare", lazy: async () => ({ Component: (await Promise.all([import("./pages/ComparePage"), lateWords()]))[0].ComparePage }) },
  { path: "models/:modelId", lazy: async () => ({ Component: (await Promise.all([import("./pages/ModelPage"), lateWords()]))[0].ModelPage }) },
];
