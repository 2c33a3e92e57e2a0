// Which rights an address needs: the side bar shows what may be entered, and the frame lets in by the same table.
import { moduleOf, type Module } from "./modules";
import type { Right } from "./rights";

type May = (right: Right) => boolean;
/** One right, or any of several. */
type Need = Right | readonly Right[];

/** The first line that fits decides. `*` is any part of an address, and the rest may be longer. */
const doors: readonly (readonly [path: string, ...needs: Need[]])[] = [
  ["/projects/new", "project.write"],
  ["/projects/*/settings", "project.read", "project.write"],
  ["/projects/*/data", "project.read", "data.read"],
  ["/projects/*/annotate", "project.read", "data.read", "annotate"],
  ["/projects/*/tasks/new", "project.read", "annotation.dispatch"],
  ["/projects/*/tasks", "project.read", ["annotation.dispatch", "annotation.review"]],
  ["/projects/*/trainings/new", "project.read", "train"],
  ["/projects/*/trainings/loop", "project.read", "model.read"],
  ["/projects/*/trainings", "project.read", "job.read_own"],
  ["/projects/*/models", "project.read", "model.read"],
  ["/projects/*/recipes", "project.read", "model.read"],
  ["/projects/*/services", "project.read", "service.read"],
  ["/projects/*/inspect/recheck", "project.read", "recheck"],
  ["/projects/*/inspect", "project.read", "record.read"],
  ["/projects", "project.read"],
  ["/expert/submit", "job.write_own"],
  ["/expert", "job.read_own"],
  ["/jobs", "job.read_own"],
  ["/annotation/*/review", "annotation.review"],
  ["/annotation", "annotate"],
  ["/virtual-clusters/new", "cluster.write"],
  // Members see their own; the server knows whose it is.
  ["/virtual-clusters/*"],
  ["/virtual-clusters", "cluster.read"],
  ["/admin/users/new", "user.write"],
  ["/admin/users/import", "user.write"],
  ["/admin/users", "user.read"],
  ["/admin/groups/new", "user.write"],
  ["/admin/groups", "user.read"],
  ["/admin/roles/new", "role.write"],
  ["/admin/roles", "role.read"],
  ["/admin/settings", "setting.read"],
  ["/admin/identity", "setting.read"],
  ["/admin/audit", "audit.read"],
  ["/admin", "user.read"],
];

function fits(pattern: string, path: string): boolean {
  const wanted = pattern.split("/");
  const given = path.split("/");
  return wanted.every((part, index) => (part === "*" ? Boolean(given[index]) : part === given[index]));
}

export function needsOf(path: string): readonly Need[] {
  const [, ...needs] = doors.find(([pattern]) => fits(pattern, path)) ?? [""];
  return needs;
}

/** Pages that everybody may look at where a project is public; the server knows which is. */
export const isOfPublic = (path: string): boolean => /^\/projects(\/(?!new(\/|$))[^/]+(\/data(\/.*)?)?)?$/.test(path);

const ofManagers: readonly Right[] = ["annotation.dispatch", "annotation.review", "data.read", "project.read"];

/** What somebody may on a page: managers of projects may more in those, in the list of projects, and where tasks are reviewed, whose project the server knows. */
export function mayThere(may: May, manages: readonly string[], path: string): May {
  const [, first, id = ""] = path.split("/");
  const there = first === "projects" ? id === "" || manages.includes(id) : fits("/annotation/*/review", path);
  return manages.length > 0 && there ? (right) => ofManagers.includes(right) || may(right) : may;
}

/** The rights of an address that somebody lacks. `opened`: there is a project that everybody may look at; `manages`: projects whose manager they are. */
export function lackingFor(path: string, may: May, opened = false, manages: readonly string[] = []): Right[] {
  if (opened && isOfPublic(path)) return [];
  const mayHere = mayThere(may, manages, path);
  return needsOf(path).flatMap((need) => {
    const [first, ...others] = [need].flat();
    return first === undefined || [first, ...others].some(mayHere) ? [] : [first];
  });
}

/** Whoever may do more in projects than annotate begins at the workbench. */
const work: readonly Right[] = ["project.write", "data.write", "train", "model.read", "service.read", "record.read", "recheck"];

/** The page somebody sees first; null where there is nothing for them. */
export function homeOf(may: May, isOff: (module: Module | undefined) => boolean = () => false, opened = false, manages: readonly string[] = []): string | null {
  if (may("project.read") && work.some(may)) return "/";
  const first = ["/annotation", "/admin", "/admin/audit", "/projects", "/jobs", "/admin/roles", "/virtual-clusters", "/admin/settings"];
  return first.find((path) => lackingFor(path, may, opened, manages).length === 0 && !isOff(moduleOf(path))) ?? null;
}
