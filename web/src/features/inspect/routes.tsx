import type { RouteObject } from "react-router";

export const inspectRoutes: RouteObject[] = [
  { path: "inspect", lazy: async () => ({ Component: (await import("./pages/LivePage")).LivePage }) },
  { path: "inspect/recheck", lazy: async () => ({ Component: (await import("./pages/RecheckPage")).RecheckPage }) },
  { path: "inspect/records", lazy: async () => ({ Component: (await import("./pages/RecordsPage")).RecordsPage }) },
  { path: "inspect/records/:recordId", lazy: async () => ({ Component: (await import("./pages/RecordPage")).RecordPage }) },
];
