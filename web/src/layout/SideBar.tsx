import type { ReactNode } from "react";
import {
  AppstoreOutlined, AuditOutlined, BarChartOutlined, CloudServerOutlined, ClusterOutlined, CodeOutlined, ControlOutlined, DashboardOutlined, DatabaseOutlined, DeploymentUnitOutlined,
  EyeOutlined, HighlightOutlined, HomeOutlined, IdcardOutlined, KeyOutlined, LineChartOutlined, PlusSquareOutlined, ProjectOutlined, SettingOutlined, SnippetsOutlined, SolutionOutlined, TeamOutlined,
  ThunderboltOutlined, UserOutlined,
} from "@ant-design/icons";
import { type Key, useTranslation } from "@/i18n";
import { NavLink, useParams } from "react-router";
import { useBranding } from "@/hooks/useBranding";
import { useSession } from "@/hooks/useSession";
import { homeOf, lackingFor } from "@/lib/access";
import { moduleOf, type Module } from "@/lib/modules";
import type { Right } from "@/lib/rights";
import styles from "./SideBar.module.css";

type Entry = { to: string; text: Key; icon: ReactNode; end?: boolean };

const top: Entry[] = [
  { to: "/", text: "shell.nav.workbench", icon: <AppstoreOutlined />, end: true },
  { to: "/annotation", text: "shell.nav.annotation", icon: <HighlightOutlined /> },
  { to: "/projects", text: "shell.nav.projects", icon: <ProjectOutlined />, end: true },
];
const expert: Entry[] = [
  { to: "/expert", text: "shell.nav.expert_home", icon: <CodeOutlined />, end: true },
  { to: "/expert/submit", text: "shell.nav.submit", icon: <PlusSquareOutlined /> },
  { to: "/jobs", text: "shell.nav.jobs", icon: <ThunderboltOutlined /> },
  { to: "/expert/templates", text: "shell.nav.templates", icon: <SnippetsOutlined /> },
  { to: "/expert/cluster", text: "shell.nav.cluster_state", icon: <BarChartOutlined /> },
];

const people: Entry[] = [
  { to: "/admin", text: "shell.nav.console", icon: <DashboardOutlined />, end: true },
  { to: "/admin/users", text: "shell.nav.users", icon: <UserOutlined /> },
  { to: "/admin/groups", text: "shell.nav.groups", icon: <TeamOutlined /> },
  { to: "/admin/roles", text: "shell.nav.roles", icon: <IdcardOutlined /> },
  { to: "/virtual-clusters", text: "shell.nav.clusters", icon: <ClusterOutlined /> },
];
const operations: Entry[] = [
  { to: "/admin/audit", text: "shell.nav.audit", icon: <AuditOutlined /> },
  { to: "/admin/identity", text: "shell.nav.identity", icon: <KeyOutlined /> },
  { to: "/admin/settings", text: "shell.nav.system", icon: <ControlOutlined /> },
];

export const projectEntries = (id: string): Entry[] => [
  { to: `/projects/${id}`, text: "shell.nav.home", icon: <HomeOutlined />, end: true },
  { to: `/projects/${id}/data`, text: "shell.nav.data", icon: <DatabaseOutlined /> },
  { to: `/projects/${id}/annotate`, text: "shell.nav.annotate", icon: <HighlightOutlined /> },
  { to: `/projects/${id}/tasks`, text: "shell.nav.tasks", icon: <SolutionOutlined /> },
  { to: `/projects/${id}/trainings`, text: "shell.nav.trainings", icon: <LineChartOutlined /> },
  { to: `/projects/${id}/models`, text: "shell.nav.models", icon: <DeploymentUnitOutlined /> },
  { to: `/projects/${id}/recipes`, text: "shell.nav.recipes", icon: <SnippetsOutlined /> },
  { to: `/projects/${id}/services`, text: "shell.nav.services", icon: <CloudServerOutlined /> },
  { to: `/projects/${id}/inspect`, text: "shell.nav.inspect", icon: <EyeOutlined /> },
  { to: `/projects/${id}/settings`, text: "shell.nav.settings", icon: <SettingOutlined /> },
];

/** Every page that stands by itself, for those who may enter it. */
export const mainEntries: Entry[] = [...top, ...expert, ...people, ...operations];

type IsOff = (module: Module | undefined) => boolean;

/** Only what may be entered, and is there: by the tables that the frame lets in by. The workbench is for those who begin there. */
export const openEntries = (entries: readonly Entry[], may: (right: Right) => boolean, isOff: IsOff, opened = false, manages: readonly string[] = []): Entry[] =>
  entries.filter((entry) => (entry.to === "/" ? homeOf(may, isOff) === "/" : lackingFor(entry.to, may, opened, manages).length === 0 && !isOff(moduleOf(entry.to))));

/** Only what one's role may use is there. */
export function SideBar() {
  const { t } = useTranslation();
  const { projectId } = useParams();
  const { may, opened, manages } = useSession();
  const { isOff } = useBranding();
  const show = (entries: readonly Entry[], inner = false) =>
    openEntries(entries, may, isOff, opened, manages).map((entry) => (
      <NavLink key={entry.to} to={entry.to} end={entry.end ?? false} className={inner ? `${styles.link} ${styles.inner}` : styles.link}>
        <span className={styles.icon} aria-hidden="true">{entry.icon}</span>
        {t(entry.text)}
      </NavLink>
    ));
  const titled = (title: Key, entries: readonly Entry[]) =>
    openEntries(entries, may, isOff, opened, manages).length > 0 && (
      <div className={styles.part} role="group" aria-label={t(title)}>
        <span className={styles.heading} aria-hidden="true">{t(title)}</span>
        {show(entries)}
      </div>
    );
  return (
    <nav className={styles.nav} aria-label={t("shell.nav.main")}>
      {show(top)}
      {projectId && <div className={styles.group}>{show(projectEntries(projectId), true)}</div>}
      {titled("shell.nav.expert", expert)}
      {titled("shell.nav.people", people)}
      {titled("shell.nav.operations", operations)}
    </nav>
  );
}
