import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { keys } from "@/api/keys";
import { getProject } from "@/api/projects";
import type { Class, Project } from "@/api/contract";

/** The project of the address. Below the project frame it is always there: the frame waits for it. */
export function useProject(): { project: Project; etag: string; classOf: (id: string | null | undefined) => Class | undefined } {
  const { projectId = "" } = useParams();
  const { data } = useQuery({ queryKey: keys.project(projectId), queryFn: () => getProject(projectId), enabled: projectId !== "" });
  if (!data) throw new Error("useProject outside of the project frame");
  return {
    project: data.value,
    etag: data.etag,
    classOf: (id) => data.value.classes.find((one) => one.id === id),
  };
}
