// Every address of the product. Pages are loaded when somebody goes there.
import { createBrowserRouter, type RouteObject } from "react-router";
import { Frame } from "./layout/Frame";
import { ProjectFrame } from "./layout/ProjectFrame";
import { Loading } from "./components/Loading";
import { Broken, Missing } from "./layout/Missing";
import { accountRoutes, openRoutes } from "./features/account/routes";
import { annotateRoutes, taskRoutes } from "./features/annotate/routes";
import { auditRoutes } from "./features/audit/routes";
import { clustersRoutes } from "./features/clusters/routes";
import { dataRoutes } from "./features/data/routes";
import { expertRoutes } from "./features/expert/routes";
import { identityRoutes } from "./features/identity/routes";
import { inspectRoutes } from "./features/inspect/routes";
import { jobsRoutes } from "./features/jobs/routes";
import { modelsRoutes } from "./features/models/routes";
import { peopleRoutes } from "./features/people/routes";
import { projectRoutes, projectsRoutes } from "./features/projects/routes";
import { recipesRoutes } from "./features/recipes/routes";
import { servicesRoutes } from "./features/services/routes";
import { settingsRoutes } from "./features/settings/routes";
import { myTasksRoutes, tasksRoutes } from "./features/tasks/routes";
import { trainingsRoutes } from "./features/trainings/routes";
import { workbenchRoutes } from "./features/workbench/routes";

export const routes: RouteObject[] = [
  { errorElement: <Broken />, hydrateFallbackElement: <Loading />, children: openRoutes },
  {
    path: "/",
    element: <Frame />,
    errorElement: <Broken />,
    hydrateFallbackElement: <Loading />,
    children: [
      ...workbenchRoutes,
      ...accountRoutes,
      ...myTasksRoutes,
      ...taskRoutes,
      ...peopleRoutes,
      ...clustersRoutes,
      ...auditRoutes,
      ...settingsRoutes,
      ...identityRoutes,
      ...projectsRoutes,
      ...jobsRoutes,
      ...expertRoutes,
      {
        path: "projects/:projectId",
        element: <ProjectFrame />,
        children: [
          ...projectRoutes,
          ...dataRoutes,
          ...annotateRoutes,
          ...tasksRoutes,
          ...trainingsRoutes,
          ...modelsRoutes,
          ...recipesRoutes,
          ...servicesRoutes,
          ...inspectRoutes,
        ],
      },
      { path: "*", element: <Missing /> },
    ],
  },
];

export const router = createBrowserRouter(routes);
