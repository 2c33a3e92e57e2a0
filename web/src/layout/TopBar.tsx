import { GlobalOutlined, MenuOutlined, MoonOutlined, SearchOutlined, SunOutlined, UserOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import type { Me } from "@/api/contract";
import { logOut } from "@/api/session";
import { PopItem, PopPanel, PopRule } from "@/components/PopPanel";
import { useTranslation } from "@/i18n";
import { useBranding } from "@/hooks/useBranding";
import { useSwitchLanguage } from "@/hooks/useLanguage";
import { useNotify } from "@/hooks/useNotify";
import { useSession } from "@/hooks/useSession";
import { useTheme } from "@/lib/theme";
import { ClusterSwitch } from "./ClusterSwitch";
import { ProjectSwitch } from "./ProjectSwitch";
import { RunningJobs } from "./RunningJobs";
import { RunningUploads } from "./RunningUploads";
import styles from "./TopBar.module.css";

export function TopBar({ me, onSearch, onMenu }: { me: Me; onSearch: () => void; onMenu: () => void }) {
  const { t, i18n } = useTranslation();
  const { mode, setMode } = useTheme();
  const navigate = useNavigate();
  const client = useQueryClient();
  const notify = useNotify();
  const brand = useBranding();
  const switchLanguage = useSwitchLanguage();
  const { may } = useSession();
  const other = i18n.language === "en" ? "zh-CN" : "en";
  const look = mode === "dark" ? t("shell.top.light") : t("shell.top.dark");

  const leave = async () => {
    try {
      await logOut();
      client.clear();
      void navigate("/login", { replace: true });
    } catch (error) {
      notify.failed(error);
    }
  };

  return (
    <header className={styles.bar}>
      <button type="button" className={`${styles.tool} ${styles.menu}`} aria-label={t("shell.nav.open")} onClick={onMenu}>
        <MenuOutlined />
      </button>
      <Link to="/" className={styles.brand} aria-label={brand.name}>
        <img src={brand.logo} alt="" width={24} height={24} className={styles.logo} />
        <span className={styles.name}>{brand.name}</span>
      </Link>
      {may("project.read") && <ProjectSwitch />}
      <ClusterSwitch />
      <button type="button" className={styles.search} onClick={onSearch} aria-label={t("shell.top.search")}>
        <SearchOutlined aria-hidden="true" />
        <span className={styles.searchText}>{t("shell.top.search")}</span>
        <kbd className={styles.searchText} aria-hidden="true">Ctrl K</kbd>
      </button>
      <span className={styles.gap} />
      <RunningUploads />
      <RunningJobs />
      <button
        type="button" className={styles.tool} title={t("shell.top.language")} aria-label={`${t("shell.top.language")} ${other === "en" ? "EN" : "中文"}`}
        onClick={() => switchLanguage(other)} data-test="language"
      >
        <GlobalOutlined className={styles.wide} />
        {other === "en" ? "EN" : "中文"}
      </button>
      <button type="button" className={styles.tool} title={look} aria-label={look} onClick={() => setMode(mode === "dark" ? "light" : "dark")}>
        {mode === "dark" ? <SunOutlined /> : <MoonOutlined />}
      </button>
      <PopPanel
        label={me.nickname || me.name}
        side="end"
        face={
          <>
            <UserOutlined />
            <span className={styles.user}>{me.nickname || me.name}</span>
          </>
        }
      >
        {(close) => (
          <>
            <PopItem
              onClick={() => {
                close();
                void navigate("/account");
              }}
            >
              {t("shell.top.account")}
            </PopItem>
            <PopItem
              onClick={() => {
                close();
                void navigate("/about");
              }}
            >
              {t("shell.top.about")}
            </PopItem>
            <PopRule />
            <PopItem onClick={() => void leave()}>{t("shell.top.log_out")}</PopItem>
          </>
        )}
      </PopPanel>
    </header>
  );
}
