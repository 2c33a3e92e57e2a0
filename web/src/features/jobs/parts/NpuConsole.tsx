// What the driver of NPU cards told of errors of this job's cards, while it had them.
import { Alert, Button, Segmented, Table } from "antd";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Job } from "@/api/contract";
import { isActive, jobDeviceErrors, type DeviceErrorGroup, type DeviceErrors } from "@/api/jobs";
import { keys } from "@/api/keys";
import { Block } from "@/components/Block";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { Loading } from "@/components/Loading";
import { useFormat } from "@/hooks/useFormat";
import { useSearch } from "@/hooks/useSearch";
import { useTranslation, type T } from "@/i18n";
import styles from "./NpuConsole.module.css";

const AGAIN_MS = 10_000;
const ALL = "all";

export function NpuConsole({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch();
  const chosen = search.get("card") ?? ALL;
  const [rank, card] = chosen === ALL ? [undefined, undefined] : chosen.split("-").map(Number);
  const query = useInfiniteQuery({
    queryKey: keys.jobDeviceErrors(job.id, chosen),
    queryFn: ({ pageParam }) => jobDeviceErrors(job.id, { from: pageParam, ...(rank === undefined ? {} : { rank }), ...(card === undefined ? {} : { card }) }),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next,
    refetchInterval: isActive(job) ? AGAIN_MS : false,
  });
  const pages = query.data?.pages ?? [];
  const first = pages[0];
  if (query.error && !first) return <ErrorNote error={query.error} retry={() => void query.refetch()} />;
  if (!first) return <Loading />;
  const lines = pages.flatMap((page) => page.items).map((line, index) => ({ ...line, key: index }));
  const cards = byCard(lines);
  const several = new Set(first.nodes.map((one) => one.node)).size > 1;
  const options = [
    { value: ALL, label: t("jobs.npu.all", { n: first.groups.reduce((sum, one) => sum + one.lines, 0) }) },
    ...first.groups.flatMap((one) => (one.card === null ? [] : [{ value: `${one.rank}-${one.card}`, label: t("jobs.npu.card_n", { card: nameOf(one, several), n: one.lines }) }])),
  ];
  return (
    <Block title={t("jobs.tab.npu")}>
      <p className={styles.quiet}>{t("jobs.npu.says")}</p>
      <Missing found={first} />
      {first.groups.some((one) => one.cut) && <Alert type="info" showIcon message={t("jobs.npu.cut")} />}
      <div className={styles.filters}>
        <Segmented value={options.some((one) => one.value === chosen) ? chosen : ALL} options={options} onChange={(value) => search.set({ card: value === ALL ? undefined : value })} aria-label={t("jobs.npu.card")} data-test="npu-cards" />
      </div>
      {lines.length === 0 ? <EmptyState small text={t("jobs.npu.none")} /> : (
        <div data-test="npu-errors">{cards.map(({ key, of: own }) => own[0] && (
        <section key={key} data-test="npu-card">
        <h3 className={styles.card}>{own[0].card === null ? sayCard(t, own[0], several) : t("jobs.npu.card_head", { card: nameOf(own[0], several) })} <span className={styles.faint}>{t("jobs.npu.lines", { n: own.length })}</span></h3>
        <Table
          size="small" pagination={false} dataSource={own} scroll={{ x: "max-content" }}
          columns={[
            { key: "at", title: t("jobs.events.at"), render: (_, one) => <time dateTime={one.at}>{format.moment(one.at)}</time> },
            { key: "module", title: t("jobs.npu.module"), render: (_, one) => <><code title={one.process}>{one.module || "–"}</code>{one.by_host && <span className={styles.faint}> · {t("jobs.npu.by_host")}</span>}</> },
            { key: "text", title: t("jobs.npu.text"), render: (_, one) => <div className={styles.text}>{one.text}</div> },
          ]}
        />
        </section>
        ))}</div>
      )}
      {query.hasNextPage && <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage} data-test="npu-more">{t("jobs.npu.more", { n: first.total - lines.length })}</Button>}
    </Block>
  );
}

type Line = DeviceErrors["items"][number] & { key: number };

/** Lines of each card together, cards by node and number, what no card is named in at the end; within a card as they came. */
function byCard(lines: readonly Line[]): { key: string; of: Line[] }[] {
  const all = new Map<string, Line[]>();
  for (const line of lines) {
    const key = `${line.node} ${line.card ?? "-"}`;
    all.set(key, [...(all.get(key) ?? []), line]);
  }
  const place = (of: Line[] | undefined) => of?.[0]?.card ?? Number.MAX_SAFE_INTEGER;
  return [...all].map(([key, of]) => ({ key, of })).sort((a, b) => place(a.of) - place(b.of) || a.key.localeCompare(b.key));
}

const nameOf = ({ node, card }: Pick<DeviceErrorGroup, "node" | "card">, several: boolean): string => (several ? `${node}/${card ?? ""}` : String(card ?? ""));

function sayCard(t: T, one: Pick<DeviceErrorGroup, "node" | "card">, several: boolean): string {
  if (one.card !== null) return nameOf(one, several);
  return several ? `${one.node} · ${t("jobs.npu.system")}` : t("jobs.npu.system");
}

/** Nodes whose logs cannot be read, and what an administrator can do about it. */
function Missing({ found }: { found: DeviceErrors }) {
  const { t } = useTranslation();
  const names = (list: DeviceErrors["nodes"]) => list.map((one) => one.node).join(", ");
  const unknown = found.nodes.filter((one) => !one.configured);
  const away = found.nodes.filter((one) => one.configured && !one.readable);
  return (
    <>
      {unknown.length > 0 && <Alert type="info" showIcon message={t("jobs.npu.not_configured", { nodes: names(unknown) })} data-test="npu-unknown" />}
      {away.length > 0 && <Alert type="warning" showIcon message={t("jobs.npu.not_readable", { nodes: names(away) })} />}
    </>
  );
}
