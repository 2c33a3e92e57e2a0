import type { RouteObject } from "react-router";
import { lateWords } from "@/i18n";

export const recipesRoutes: RouteObject[] = [
  { path: "recipes", lazy: async () => ({ Component: (await Promise.all([import("./pages/RecipesPage"), lateWords()]))[0].RecipesPage }) },
  { path: "recipes/:recipeId", lazy: async () => ({ Component: (await Promise.all([import("./pages/EditorPage"), lateWords()]))[0].EditorPage }) },
  { path: "recipes/:recipeId/versions", lazy: async () => ({ Component: (await Promise.all([import("./pages/VersionsPage"), lateWords()]))[0].VersionsPage }) },
  { path: "recipes/:recipeId/runs/:runId", lazy: async () => ({ Component: (await Promise.all([import("./pages/RunPage"), lateWords()]))[0].RunPage }) },
];
