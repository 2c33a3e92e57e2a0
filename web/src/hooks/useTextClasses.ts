import { useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { getProject } from "@/api/projects";
import type { Class, Id } from "@/api/contract";
import { isForTexts } from "@/lib/textClasses";

export type TextClasses = { classes: Class[] | undefined; error: unknown };

/** The classes of a project that are for texts; undefined while that is not known, or not asked. */
export function useTextClasses(project: Id, asked: boolean): TextClasses {
  const found = useQuery({ queryKey: keys.project(project), queryFn: () => getProject(project), enabled: asked });
  return asked ? { classes: found.data?.value.classes.filter(isForTexts), error: found.error } : { classes: undefined, error: null };
}
