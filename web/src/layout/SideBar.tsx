import type { ReactNode } from "react";
import {
  AppstoreOutlined, CloudServerOutlined, DatabaseOutlined, DeploymentUnitOutlined, EyeOutlined, HighlightOutlined,
  HomeOutlined, LineChartOutlined, ProjectOutlined, SettingOutlined, ThunderboltOutlined,
} from "@ant-design/icons";
import { type Key, useTranslation } from "@/i18n";
import { NavLink, useParams } from "react-router";
import { useSession } from "@/hooks/useSession";
import styles from "./SideBar.module.css";

type Entry = { to: string; text: Key; icon: ReactNode; end?: boolean; needs?: string };

const top: Entry[] = [
  { to: "/", text: "shell.nav.workbench", icon: <AppstoreOutlined />, end: true },
  { to: "/projects", text: "shell.nav.projects", icon: <ProjectOutlined />, end: true, needs: "project.read" },
];
const bottom: Entry[] = [{ to: "/jobs", text: "shell.nav.jobs", icon: <ThunderboltOutlined />, needs: "job.read" }];

export const projectEntries = (id: string): Entry[] => [
  { to: `/projects/${id}`, text: "shell.nav.home", icon: <HomeOutlined />, end: true },
  { to: `/projects/${id}/data`, text: "shell.nav.data", icon: <DatabaseOutlined />, needs: "data.read" },
  { to: `/projects/${id}/annotate`, text: "shell.nav.annotate", icon: <HighlightOutlined />, needs: "annotate" },
  { to: `/projects/${id}/trainings`, text: "shell.nav.trainings", icon: <LineChartOutlined />, needs: "job.read" },
  { to: `/projects/${id}/models`, text: "shell.nav.models", icon: <DeploymentUnitOutlined />, needs: "model.read" },
  { to: `/projects/${id}/services`, text: "shell.nav.services", icon: <CloudServerOutlined />, needs: "service.read" },
  { to: `/projects/${id}/inspect`, text: "shell.nav.inspect", icon: <EyeOutlined />, needs: "record.read" },
  { to: `/projects/${id}/settings`, text: "shell.nav.settings", icon: <SettingOutlined />, needs: "project.write" },
];

/** Only what one's role may use is there. */
export function SideBar() {
  const { t } = useTranslation();
  const { projectId } = useParams();
  const { may } = useSession();
  const show = (entries: Entry[], inner = false) =>
    entries
      .filter((entry) => !entry.needs || may(entry.needs))
      .map((entry) => (
        <NavLink key={entry.to} to={entry.to} end={entry.end} className={inner ? `${styles.link} ${styles.inner}` : styles.link}>
          <span className={styles.icon} aria-hidden="true">{entry.icon}</span>
          {t(entry.text)}
        </NavLink>
      ));
  return (
    <nav className={styles.nav} aria-label={t("shell.nav.main")}>
      {show(top)}
      {projectId && <div className={styles.group}>{show(projectEntries(projectId), true)}</div>}
      {show(bottom)}
    </nav>
  );
}
