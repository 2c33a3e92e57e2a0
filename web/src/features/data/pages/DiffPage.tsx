import { useMemo } from "react";
import { Button, Select } from "antd";
import { SwapOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { useNavigate, useParams } from "react-router";
import { keys } from "@/api/keys";
import { listVersions } from "@/api/pictures";
import { diffVersions, getVersion } from "@/api/sets";
import type { DifferenceKind, Id, Version, VersionDifference } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { ErrorNote } from "@/components/ErrorNote";
import { FilterChips } from "@/components/FilterChips";
import { Loading } from "@/components/Loading";
import { PageHead } from "@/components/PageHead";
import { useFormat } from "@/hooks/useFormat";
import { usePaged } from "@/hooks/usePaged";
import { useProject } from "@/hooks/useProject";
import { useSearch } from "@/hooks/useSearch";
import { DiffItem } from "../parts/DiffItem";
import styles from "./DiffPage.module.css";

const kinds = ["added", "removed", "label_added", "label_removed", "label_changed", "moved"] as const satisfies readonly DifferenceKind[];

/** What is different from one version to another, picture by picture. */
export function DiffPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { beforeId = "", afterId = "" } = useParams();
  const { project } = useProject();
  const search = useSearch();
  const pick = { limit: 100 };
  const versions = useQuery({ queryKey: keys.versions(project.id, { ...pick, pick: true }), queryFn: () => listVersions(project.id, pick) });
  const wanted = kinds.find((one) => one === search.get("kind"));
  const sums = useQuery({ queryKey: keys.version(beforeId, "sums", { afterId }), queryFn: () => diffVersions(beforeId, afterId, { limit: 1 }) });
  const first = useMemo(() => (sums.data ? kinds.find((kind) => sums.data[kind] > 0) : undefined), [sums.data]);
  const kind = wanted ?? first;
  const list = usePaged(
    keys.version(beforeId, "diff", { afterId, kind }),
    (cursor) => diffVersions(beforeId, afterId, { ...(kind ? { kind } : {}), limit: 60, ...(cursor ? { cursor } : {}) }),
    { enabled: kind !== undefined },
  );
  const before = useOlder(beforeId, versions.data?.items);
  const after = useOlder(afterId, versions.data?.items);
  const known = [...(versions.data?.items ?? []), ...(before ? [before] : []), ...(after && after.id !== before?.id ? [after] : [])];
  const number = (id: string) => known.find((one) => one.id === id)?.number;
  const go = (before: string, after: string) => void navigate(`/projects/${project.id}/data/versions/${before}/diff/${after}${wanted ? `?kind=${wanted}` : ""}`);
  const choose = (side: "before" | "after") => (
    <label className={styles.side}>
      <span>{t(`sets.diff.${side}`)}</span>
      <Select
        className={styles.select} value={side === "before" ? beforeId : afterId} loading={versions.isPending} aria-label={t(`sets.diff.${side}`)}
        onChange={(id: string) => (side === "before" ? go(id, afterId) : go(beforeId, id))}
        options={known.map((one) => ({ value: one.id, label: `v${one.number}${one.note ? ` · ${one.note}` : ""}` }))}
      />
    </label>
  );
  return (
    <>
      <PageHead
        title={t("sets.diff.title", { before: number(beforeId) ?? "…", after: number(afterId) ?? "…" })}
        above={[{ to: `/projects/${project.id}`, text: project.name }, { to: `/projects/${project.id}/data?tab=versions`, text: t("data.tab.versions") }]}
      >
        <div className={styles.sides}>
          {choose("before")}
          <Button size="small" icon={<SwapOutlined />} aria-label={t("sets.diff.swap")} title={t("sets.diff.swap")} onClick={() => go(afterId, beforeId)} />
          {choose("after")}
        </div>
      </PageHead>
      <div className="page">
        {sums.error ? <ErrorNote error={sums.error} retry={() => void sums.refetch()} /> : !sums.data ? <Loading /> : (
          <>
            <div className={styles.kinds}>
              <FilterChips
                label={t("sets.diff.kind")} value={kind} onChange={(next) => search.set({ kind: next })}
                chips={kinds.map((one) => ({ value: one, text: `${t(`sets.diff.${one}`)} ${format.count(countOf(sums.data, one))}` }))}
              />
              <span className={styles.quiet}>{t("sets.diff.same", { n: sums.data.same })}</span>
            </div>
            {kind === undefined ? (
              <EmptyState text={t("sets.diff.equal")} />
            ) : list.error && list.items.length === 0 ? (
              <ErrorNote error={list.error} retry={list.refetch} />
            ) : list.loading ? (
              <Loading />
            ) : list.items.length === 0 ? (
              <EmptyState text={t("sets.diff.none")} />
            ) : (
              <>
                <ul className={styles.grid} data-test="differences">
                  {list.items.map((one) => <DiffItem key={one.hash} item={one} />)}
                </ul>
                <ErrorNote error={list.error} retry={list.refetch} />
                {list.more && <Button loading={list.loadingMore} onClick={list.more}>{t("common.do.more")}</Button>}
              </>
            )}
          </>
        )}
      </div>
    </>
  );
}

/** One that is not among those that are offered first. */
function useOlder(id: Id, offered: readonly Version[] | undefined): Version | undefined {
  const query = useQuery({ queryKey: keys.version(id), queryFn: () => getVersion(id), enabled: offered !== undefined && !offered.some((one) => one.id === id) });
  return offered?.some((one) => one.id === id) ? undefined : query.data?.value;
}

const countOf = (sums: VersionDifference, kind: DifferenceKind): number => sums[kind];
