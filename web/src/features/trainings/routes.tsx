import type { RouteObject } from "react-router";
import { lateWords } from "@/i18n";

export const trainingsRoutes: RouteObject[] = [
  { path: "trainings", lazy: async () => ({ Component: (await Promise.all([import("./pages/TrainingsPage"), lateWords()]))[0].TrainingsPage }) },
  { path: "trainings/loop", lazy: async () => ({ Component: (await Promise.all([import("./pages/LoopPage"), lateWords()]))[0].LoopPage }) },
  { path: "trainings/bead", lazy: async () => ({ Component: (await Promise.all([import("./pages/BeadPlanPage"), lateWords()]))[0].BeadPlanPage }) },
  { path: "trainings/board", lazy: async () => ({ Component: (await Promise.all([import("./pages/BoardLayoutPage"), lateWords()]))[0].BoardLayoutPage }) },
  { path: "trainings/text", lazy: async () => ({ Component: (await Promise.all([import("./pages/TextPlanPage"), lateWords()]))[0].TextPlanPage }) },
  { path: "trainings/golden", lazy: async () => ({ Component: (await Promise.all([import("./pages/GoldenPage"), lateWords()]))[0].GoldenPage }) },
  { path: "trainings/new", lazy: async () => ({ Component: (await Promise.all([import("./pages/NewTrainingPage"), lateWords()]))[0].NewTrainingPage }) },
];
