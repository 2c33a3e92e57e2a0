import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { deleteProject, restoreProject } from "@/api/projects";
import type { Project } from "@/api/contract";
import { ConfirmByName } from "@/components/ConfirmByName";
import { ErrorNote } from "@/components/ErrorNote";
import { useNotify } from "@/hooks/useNotify";

type Props = { project: Pick<Project, "id" | "name">; open: boolean; onClose: () => void; /** Before what was known of it is forgotten. */ onDone?: () => Promise<void> | void };

/** Asks for the project's name, and tells how to get it back. */
export function DeleteProject({ project, open, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const close = () => {
    onClose();
    setError(null);
  };
  const remove = async () => {
    try {
      await deleteProject(project.id);
      const undo = () => void restoreProject(project.id).then(() => client.invalidateQueries({ queryKey: ["projects"] })).catch(notify.failed);
      notify.done(t("project.settings.deleted", { name: project.name }), undo);
      close();
      await onDone?.();
      client.removeQueries({ queryKey: keys.project(project.id) });
      void client.invalidateQueries({ queryKey: ["projects"] });
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <ConfirmByName open={open} name={project.name} title={t("project.settings.delete_title")} onConfirm={remove} onClose={close}>
      <p>{t("project.settings.delete_why")}</p>
      <ErrorNote error={error} />
    </ConfirmByName>
  );
}
