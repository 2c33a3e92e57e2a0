import { lazy, Suspense } from "react";
import { Button, Tabs } from "antd";
import { useTranslation } from "@/i18n";
import { Loading } from "@/components/Loading";
import { OpenLink } from "@/components/OpenLink";
import { PageHead } from "@/components/PageHead";
import { PrelabelButton } from "@/components/PrelabelButton";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { useSession } from "@/hooks/useSession";
import { filtersIn, filtersOf } from "@/lib/pictureFilters";
import { DropZone } from "../parts/DropZone";
import { ImportButton } from "../parts/ImportButton";
import { Pictures } from "../parts/Pictures";
import { UploadList } from "../parts/UploadList";
import { Versions } from "../parts/Versions";
import styles from "./DataPage.module.css";

const SplitTab = lazy(async () => ({ default: (await import("../parts/SplitTab")).SplitTab }));
const StatisticsTab = lazy(async () => ({ default: (await import("../parts/StatisticsTab")).StatisticsTab }));
const RawTab = lazy(async () => ({ default: (await import("../parts/RawTab")).RawTab }));
const BinTab = lazy(async () => ({ default: (await import("../parts/BinTab")).BinTab }));

const AdviceTab = lazy(async () => ({ default: (await import("../parts/AdviceTab")).AdviceTab }));
const Similar = lazy(async () => ({ default: (await import("../parts/Similar")).Similar }));

const tabs = ["pictures", "raw", "versions", "split", "statistics", "advice", "bin"] as const;

const looked = ["pictures", "versions", "statistics"] as const;

/** Of the tab of pictures of the line. */
const RAW_FILTERS = ["machine", "product", "station", "flag", "serial", "taken", "from", "to"] as const;

export function DataPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const { may } = useSession();
  const search = useSearch();
  // Who only looks at a public project sees its data, not the work on it.
  const reads = may("data.read");
  const shown = reads ? tabs : looked;
  const tab = shown.find((one) => one === search.get("tab")) ?? "pictures";
  const write = may("data.write");
  const like = search.get("like");
  const filters = filtersOf(search);
  const wanted = Object.keys(filters).length > 0 ? filters : null;

  return (
    <DropZone enabled={write}>
      <div className={styles.page}>
        <PageHead
          title={t("data.page.title")}
          above={[{ to: `/projects/${project.id}`, text: project.name }]}
          actions={
            <>
              <OpenLink hide to={`/projects/${project.id}/tasks/new${filtersIn(search)}`}><Button data-test="hand-out">{t("data.page.hand_out")}</Button></OpenLink>
              {reads && project.steps.collect.pictures > 0 && <PrelabelButton project={project.id} filter={wanted} answer={`/projects/${project.id}/annotate`} />}
              {write && <ImportButton />}
            </>
          }
        >
          <Tabs
            className={styles.tabs}
            size="small"
            activeKey={tab}
            // Filters of one tab mean nothing to the others.
            onChange={(key) => search.set({ tab: key === "pictures" ? undefined : key, q: undefined, sort: undefined, what: undefined, like: undefined, ...Object.fromEntries(RAW_FILTERS.map((name) => [name, undefined])) }, { push: true })}
            items={[
              { key: "pictures", label: t("data.tab.pictures") },
              { key: "raw", label: t("raw.tab") },
              { key: "versions", label: t("data.tab.versions") },
              { key: "split", label: t("sets.tab.split") },
              { key: "statistics", label: t("sets.tab.statistics") },
              { key: "advice", label: t("assist.advice.tab") },
              { key: "bin", label: t("bulk.tab.bin") },
            ].filter(({ key }) => (shown as readonly string[]).includes(key))}
          />
        </PageHead>
        <UploadList projectId={project.id} />
        {tab === "pictures" ? like && reads ? <Suspense fallback={<Loading />}><Similar key={like} to={like} /></Suspense> : <Pictures /> : tab === "versions" ? <Versions /> : (
          <Suspense fallback={<Loading />}>{tab === "split" ? <SplitTab /> : tab === "advice" ? <AdviceTab /> : tab === "bin" ? <BinTab /> : tab === "raw" ? <RawTab /> : <StatisticsTab version={null} />}</Suspense>
        )}
      </div>
    </DropZone>
  );
}
