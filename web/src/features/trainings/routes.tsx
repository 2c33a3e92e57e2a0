import type { RouteObject } from "react-router";

export const trainingsRoutes: RouteObject[] = [
  { path: "trainings", lazy: async () => ({ Component: (await import("./pages/TrainingsPage")).TrainingsPage }) },
  { path: "trainings/new", lazy: async () => ({ Component: (await import("./pages/NewTrainingPage")).NewTrainingPage }) },
];
