import type { RouteObject } from "react-router";
import { lateWords } from "@/i18n";

export const trainingsRoutes: RouteObject[] = [
  { path: "trainings", lazy: async () => ({ Component: (await import("./pages/TrainingsPage")).TrainingsPage }) },
  { path: "trainings/new", lazy: async () => ({ Component: (await Promise.all([import("./pages/NewTrainingPage"), lateWords()]))[0].NewTrainingPage }) },
];
