import { useState } from "react";
import { Button } from "antd";
import { PauseCircleOutlined, PlayCircleOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { getCounts, listRecords } from "@/api/records";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { FilterChips } from "@/components/FilterChips";
import { Loading } from "@/components/Loading";
import { OpenLink } from "@/components/OpenLink";
import { useKeys } from "@/hooks/useKeys";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { fromOf, periodOf, periods } from "../lib/period";
import { ByHour } from "../parts/ByHour";
import { CountsBar } from "../parts/CountsBar";
import { InspectHead } from "../parts/InspectHead";
import { Latest } from "../parts/Latest";
import { LiveList } from "../parts/LiveList";
import styles from "./LivePage.module.css";

const SHOWN = 60;

export function LivePage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const search = useSearch();
  const [paused, setPaused] = useState(false);
  const service = search.get("service");
  const verdict = search.get("verdict") === "ng" ? ("ng" as const) : undefined;
  const period = periodOf(search.get("period")) ?? "today";
  const query = { service_id: service, verdict, limit: SHOWN };
  // Events of the server make these stale at once; asking now and then is for when their line is cut.
  const records = useQuery({
    queryKey: keys.records(project.id, { live: true, ...query }), queryFn: () => listRecords(project.id, query),
    enabled: !paused, refetchInterval: 5000, placeholderData: (before) => before,
  });
  const counts = useQuery({
    queryKey: keys.counts(project.id, { service, period }), queryFn: () => getCounts(project.id, { service_id: service, from: fromOf(period, new Date()) }),
    refetchInterval: 15_000, placeholderData: (before) => before,
  });
  useKeys([{ keys: ["space"], meaning: "inspect.keys.pause", run: () => setPaused((before) => !before) }]);
  const items = records.data?.items ?? [];
  const chosen = items.find((one) => one.id === search.get("record")) ?? items[0];
  const none = records.data && items.length === 0;

  return (
    <>
      <InspectHead
        tab="live"
        actions={
          <Button icon={paused ? <PlayCircleOutlined /> : <PauseCircleOutlined />} onClick={() => setPaused(!paused)} aria-pressed={paused}>
            {t(paused ? "inspect.live.resume" : "inspect.live.pause")}
          </Button>
        }
      >
        <div className={styles.filters}>
          <FilterChips label={t("inspect.filter.period")} chips={periods.map((one) => ({ value: one, text: t(`inspect.period.${one}`) }))} value={period} onChange={(value) => search.set({ period: value === "today" ? undefined : value })} />
          <FilterChips label={t("inspect.filter.verdict")} chips={[{ value: "ng", text: t("inspect.live.only_ng") }]} value={verdict} onChange={(value) => search.set({ verdict: value })} />
          {paused && <span className={styles.paused} role="status">{t("inspect.live.paused")}</span>}
        </div>
      </InspectHead>
      <div className="page">
        <ErrorNote error={records.error ?? counts.error} retry={() => void records.refetch()} />
        {counts.data && <CountsBar counts={counts.data} project={project.id} service={service} period={period} />}
        {records.isPending && <Loading />}
        {none && (
          <EmptyState
            text={t(verdict ? "inspect.live.none_ng" : "inspect.live.none")}
            action={<OpenLink hide to={`/projects/${project.id}/services`}><Button type="primary">{t("inspect.live.to_services")}</Button></OpenLink>}
          />
        )}
        {chosen && (
          <div className={styles.split}>
            <Latest record={chosen} newest={chosen.id === items[0]?.id} onNewest={() => search.set({ record: undefined })} />
            <LiveList records={items} chosen={chosen.id} onChoose={(id) => search.set({ record: id === items[0]?.id ? undefined : id })} />
          </div>
        )}
        {counts.data && counts.data.total > 0 && <ByHour counts={counts.data} />}
      </div>
    </>
  );
}
