import { useQuery } from "@tanstack/react-query";
import { Outlet, useParams } from "react-router";
import { isProblem } from "@/api/problem";
import { keys } from "@/api/keys";
import { getProject } from "@/api/projects";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { Missing } from "./Missing";

/** Waits for the project, so that pages below can use it without asking whether it is there. */
export function ProjectFrame() {
  const { projectId = "" } = useParams();
  const query = useQuery({ queryKey: keys.project(projectId), queryFn: () => getProject(projectId) });
  if (isProblem(query.error, "not_found")) return <Missing />;
  if (query.error && !query.data) {
    return (
      <div className="page">
        <ErrorNote error={query.error} retry={() => void query.refetch()} />
      </div>
    );
  }
  if (!query.data) return <Loading />;
  return <Outlet key={projectId} />;
}
