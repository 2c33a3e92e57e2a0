import type { ReactNode } from "react";
import { Select, Tabs } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { useNavigate } from "react-router";
import { keys } from "@/api/keys";
import { listServices } from "@/api/services";
import type { Id, Service } from "@/api/contract";
import { PageHead } from "@/components/PageHead";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import styles from "./InspectHead.module.css";

export function useServices(project: Id): Service[] {
  const { may } = useSession();
  const query = useQuery({ queryKey: [...keys.services(project), "all"], queryFn: () => listServices(project, { limit: 200 }), enabled: may("service.read") });
  return query.data?.items ?? [];
}

/** The three ways to look at verdicts, and of which service. */
export function InspectHead({ tab, actions, children }: { tab: "live" | "recheck" | "records"; actions?: ReactNode; children?: ReactNode }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const { may } = useSession();
  const search = useSearch();
  const navigate = useNavigate();
  const services = useServices(project.id);
  const service = search.get("service");
  const paths = { live: "inspect", recheck: "inspect/recheck", records: "inspect/records" };
  const tabs = (["live", "recheck", "records"] as const).filter((one) => one !== "recheck" || may("recheck"));
  return (
    <PageHead
      title={t("inspect.title")}
      state={
        services.length > 1 && (
          <Select
            size="small" value={service ?? ""} popupMatchSelectWidth={false} aria-label={t("inspect.service")} onChange={(value) => search.set({ service: value })}
            options={[{ value: "", label: t("inspect.all_services") }, ...services.map((one) => ({ value: one.id, label: one.name }))]}
          />
        )
      }
      actions={actions}
    >
      <Tabs
        className={styles.tabs} activeKey={tab} items={tabs.map((one) => ({ key: one, label: t(`inspect.tab.${one}`) }))}
        onChange={(key) => void navigate(`/projects/${project.id}/${paths[key as keyof typeof paths]}${service ? `?service=${service}` : ""}`)}
      />
      {children}
    </PageHead>
  );
}
