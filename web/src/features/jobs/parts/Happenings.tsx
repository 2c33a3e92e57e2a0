import { Button, Table } from "antd";
import { DownloadOutlined } from "@ant-design/icons";
import type { Job } from "@/api/contract";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { StateTag } from "@/components/StateTag";
import { useFormat } from "@/hooks/useFormat";
import { useTranslation } from "@/i18n";
import { csv, saveText } from "@/lib/csv";
import { reasonOf } from "@/lib/jobReason";
import { eventWord, withSpans } from "../lib/story";
import { useHappenings } from "./Timeline";

/** All that happened to a job, newest first, with its reasons. */
export function Happenings({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useHappenings(job);
  const all = withSpans(query.data ?? []).map((one, index) => ({ ...one, key: index }));
  const save = () =>
    saveText(
      `${job.name}-events.csv`,
      csv([
        [t("jobs.events.at"), t("jobs.events.event"), t("jobs.events.state"), t("jobs.events.reason")],
        ...all.map((one) => [one.at, eventWord(t, one.event), t(`common.state.${one.state}`), reasonOf(t, one) ?? ""]),
      ]),
    );
  return (
    <Block title={t("jobs.tab.events")} extra={<Button size="small" icon={<DownloadOutlined />} disabled={all.length === 0} onClick={save}>{t("common.chart.csv")}</Button>}>
      <ErrorNote error={query.error} retry={() => void query.refetch()} />
      <Table
        size="small" pagination={{ pageSize: 50, hideOnSinglePage: true }} loading={query.isPending} dataSource={all.toReversed()} scroll={{ x: "max-content" }} data-test="events"
        columns={[
          { key: "at", title: t("jobs.events.at"), render: (_, one) => <time dateTime={one.at}>{format.moment(one.at)}</time> },
          { key: "event", title: t("jobs.events.event"), render: (_, one) => eventWord(t, one.event) },
          { key: "state", title: t("jobs.events.state"), render: (_, one) => <StateTag state={one.state} /> },
          { key: "lasted", title: t("jobs.events.lasted"), align: "right", className: "number", render: (_, one) => (one.lasted === null ? "–" : format.duration(one.lasted)) },
          { key: "reason", title: t("jobs.events.reason"), render: (_, one) => <span style={{ whiteSpace: "normal", display: "inline-block", minWidth: 200, maxWidth: 520 }}>{reasonOf(t, one) ?? "–"}</span> },
        ]}
      />
    </Block>
  );
}
