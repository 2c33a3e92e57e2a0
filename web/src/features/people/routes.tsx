import type { RouteObject } from "react-router";
import { lateWords } from "@/i18n";

export const peopleRoutes: RouteObject[] = [
  { path: "admin", lazy: async () => ({ Component: (await import("./pages/ConsolePage")).ConsolePage }) },
  { path: "admin/users", lazy: async () => ({ Component: (await import("./pages/UsersPage")).UsersPage }) },
  { path: "admin/users/new", lazy: async () => ({ Component: (await import("./pages/NewUsersPage")).NewUsersPage }) },
  { path: "admin/users/import", lazy: async () => ({ Component: (await import("./pages/ImportUsersPage")).ImportUsersPage }) },
  { path: "admin/users/:userId", lazy: async () => ({ Component: (await Promise.all([import("./pages/UserPage"), lateWords()]))[0].UserPage }) },
  { path: "admin/groups", lazy: async () => ({ Component: (await import("./pages/GroupsPage")).GroupsPage }) },
  { path: "admin/groups/new", lazy: async () => ({ Component: (await import("./pages/NewGroupPage")).NewGroupPage }) },
  { path: "admin/groups/:groupId", lazy: async () => ({ Component: (await import("./pages/GroupPage")).GroupPage }) },
  { path: "admin/roles", lazy: async () => ({ Component: (await import("./pages/RolesPage")).RolesPage }) },
  { path: "admin/roles/new", lazy: async () => ({ Component: (await import("./pages/NewRolePage")).NewRolePage }) },
  { path: "admin/roles/:roleId", lazy: async () => ({ Component: (await import("./pages/RolePage")).RolePage }) },
];
