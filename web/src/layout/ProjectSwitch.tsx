import { DownOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { keys } from "@/api/keys";
import { getProject, listProjects } from "@/api/projects";
import { PopItem, PopPanel, PopRule } from "@/components/PopPanel";
import { useTranslation } from "@/i18n";
import styles from "./ProjectSwitch.module.css";

const query = { limit: 20, sort: "-created_at" };

export function ProjectSwitch() {
  const { t } = useTranslation();
  const { projectId } = useParams();
  const navigate = useNavigate();
  const here = useQuery({
    queryKey: keys.project(projectId ?? ""),
    queryFn: () => getProject(projectId ?? ""),
    enabled: projectId !== undefined,
  });
  const list = useQuery({ queryKey: keys.projects(query), queryFn: () => listProjects(query) });
  const name = projectId ? here.data?.value.name : undefined;
  return (
    <PopPanel
      label={t("shell.top.project")}
      face={
        <>
          <span className={styles.name}>{name ?? t("shell.top.no_project")}</span>
          <DownOutlined className={styles.down} />
        </>
      }
    >
      {(close) => {
        const go = (to: string) => () => {
          close();
          void navigate(to);
        };
        return (
          <>
            {list.data?.items.map((one) => (
              <PopItem key={one.id} current={one.id === projectId} onClick={go(`/projects/${one.id}`)}>{one.name}</PopItem>
            ))}
            {(list.data?.items.length ?? 0) > 0 && <PopRule />}
            <PopItem onClick={go("/projects")}>{t("shell.top.all_projects")}</PopItem>
          </>
        );
      }}
    </PopPanel>
  );
}
