import type { RouteObject } from "react-router";
import { lateWords } from "@/i18n";

export const dataRoutes: RouteObject[] = [
  { path: "data", lazy: async () => ({ Component: (await Promise.all([import("./pages/DataPage"), lateWords()]))[0].DataPage }) },
  { path: "data/versions/:versionId", lazy: async () => ({ Component: (await Promise.all([import("./pages/VersionPage"), lateWords()]))[0].VersionPage }) },
  { path: "data/versions/:beforeId/diff/:afterId", lazy: async () => ({ Component: (await Promise.all([import("./pages/DiffPage"), lateWords()]))[0].DiffPage }) },
];
