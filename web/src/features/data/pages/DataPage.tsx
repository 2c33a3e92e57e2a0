import { Button, Tabs } from "antd";
import { useTranslation } from "@/i18n";
import { OpenLink } from "@/components/OpenLink";
import { PageHead } from "@/components/PageHead";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { filtersIn } from "../filters";
import { DropZone } from "../parts/DropZone";
import { ImportButton } from "../parts/ImportButton";
import { Pictures } from "../parts/Pictures";
import { UploadList } from "../parts/UploadList";
import { Versions } from "../parts/Versions";
import styles from "./DataPage.module.css";

export function DataPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const { may } = useSession();
  const search = useSearch();
  const tab = search.get("tab") === "versions" ? "versions" : "pictures";
  const write = may("data.write");

  return (
    <DropZone enabled={write}>
      <div className={styles.page}>
        <PageHead
          title={t("data.page.title")}
          above={[{ to: `/projects/${project.id}`, text: project.name }]}
          actions={
            <>
              <OpenLink hide to={`/projects/${project.id}/tasks/new${filtersIn(search)}`}><Button data-test="hand-out">{t("data.page.hand_out")}</Button></OpenLink>
              {write && <ImportButton />}
            </>
          }
        >
          <Tabs
            className={styles.tabs}
            size="small"
            activeKey={tab}
            onChange={(key) => search.set({ tab: key === "pictures" ? undefined : key }, { push: true })}
            items={[
              { key: "pictures", label: t("data.tab.pictures") },
              { key: "versions", label: t("data.tab.versions") },
            ]}
          />
        </PageHead>
        <UploadList projectId={project.id} />
        {tab === "pictures" ? <Pictures /> : <Versions />}
      </div>
    </DropZone>
  );
}
