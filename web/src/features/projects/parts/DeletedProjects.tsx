import { useState } from "react";
import { Button, Input, Modal } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { isProblem } from "@/api/problem";
import { keys } from "@/api/keys";
import { listProjects, purgeProject, restoreProject } from "@/api/projects";
import type { Project } from "@/api/contract";
import { ConfirmByName } from "@/components/ConfirmByName";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { ListTable } from "@/components/ListTable";
import { TimeAgo } from "@/components/TimeAgo";
import { useFormat } from "@/hooks/useFormat";
import { useNotify } from "@/hooks/useNotify";
import { usePaged } from "@/hooks/usePaged";
import { useSession } from "@/hooks/useSession";
import styles from "../pages/ProjectsPage.module.css";

const query = { limit: 50, deleted: true };

/** Projects that were deleted and can still be brought back, or given up for good. */
export function DeletedProjects({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { may } = useSession();
  const [purging, setPurging] = useState<Project | null>(null);
  const list = usePaged<Project>([...keys.projects(query), "deleted"], (cursor) => listProjects({ ...query, cursor }));
  const bring = useRestore();
  return (
    <>
      <ListTable<Project>
        name="projects-deleted" list={list}
        empty={<EmptyState text={t("project.deleted.none")} action={<Button onClick={onBack}>{t("project.deleted.back")}</Button>} />}
        columns={[
          { title: t("project.list.name"), render: (_, one) => <span className={styles.name} title={one.name}>{one.name}</span> },
          { title: t("project.list.product"), render: (_, one) => one.product || "–" },
          { title: t("project.list.scene"), render: (_, one) => t(`project.scene.${one.scene}`) },
          { title: t("project.list.created"), render: (_, one) => <TimeAgo at={one.created_at} /> },
          { title: t("project.deleted.until"), render: (_, one) => (one.kept_until ? <time dateTime={one.kept_until}>{format.moment(one.kept_until)}</time> : "–") },
          {
            key: "actions",
            render: (_, one) => may("project.write") && (
              <span className={styles.actions}>
                <Button size="small" loading={bring.busy === one.id} onClick={() => bring.restore(one)} data-test="restore">{t("project.deleted.restore")}</Button>
                <Button size="small" danger onClick={() => setPurging(one)} data-test="purge">{t("project.deleted.purge")}</Button>
              </span>
            ),
          },
        ]}
      />
      {purging && <Purge project={purging} onClose={() => setPurging(null)} />}
      {bring.taken && <OtherName project={bring.taken} onName={(name) => bring.taken && bring.restore(bring.taken, name)} busy={bring.busy !== null} onClose={bring.forget} />}
    </>
  );
}

/** Another project may have taken the name meanwhile: then a new one is asked for. */
function useRestore() {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const [taken, setTaken] = useState<Project | null>(null);
  const work = useMutation({
    mutationFn: ({ project, name }: { project: Project; name?: string }) => restoreProject(project.id, name),
    onSuccess: (restored) => {
      setTaken(null);
      notify.done(t("project.deleted.restored", { name: restored.name }));
      void client.invalidateQueries({ queryKey: ["projects"] });
    },
    onError: (error, { project }) => {
      if (isProblem(error, "project.name_taken")) setTaken(project);
      else notify.failed(error);
    },
  });
  return {
    restore: (project: Project, name?: string) => work.mutate({ project, name }),
    busy: work.isPending ? work.variables.project.id : null,
    taken,
    forget: () => setTaken(null),
  };
}

type OtherNameProps = { project: Project; onName: (name: string) => void; busy: boolean; onClose: () => void };

function OtherName({ project, onName, busy, onClose }: OtherNameProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(project.name);
  const same = name.trim() === "" || name.trim() === project.name;
  return (
    <Modal
      open title={t("project.deleted.restore")} onCancel={onClose} okText={t("project.deleted.restore")}
      okButtonProps={{ disabled: same, loading: busy }} onOk={() => onName(name.trim())}
    >
      <p>{t("project.deleted.taken", { name: project.name })}</p>
      <Input value={name} maxLength={100} aria-label={t("project.field.name")} onChange={(event) => setName(event.target.value)} onPressEnter={() => same || onName(name.trim())} autoFocus />
    </Modal>
  );
}

function Purge({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const purge = async () => {
    try {
      await purgeProject(project.id);
      notify.done(t("project.deleted.purged", { name: project.name }));
      void client.invalidateQueries({ queryKey: ["projects"] });
      onClose();
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <ConfirmByName open name={project.name} title={t("project.deleted.purge")} onConfirm={purge} onClose={onClose}>
      <p>{t("project.deleted.purge_why")}</p>
      <ErrorNote error={error} />
    </ConfirmByName>
  );
}
