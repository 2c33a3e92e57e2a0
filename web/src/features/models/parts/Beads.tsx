// Beads of the judged pictures: their measures, and which limits are broken how often.
import { useMemo } from "react";
import { Table, type TableColumnsType } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { getJudged } from "@/api/models";
import { pictureFile } from "@/api/pictures";
import type { BeadRule, BeadSummary } from "@/api/contract";
import { BeadView } from "@/components/BeadView";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { StateTag } from "@/components/StateTag";
import { useFormat } from "@/hooks/useFormat";
import { useSearch } from "@/hooks/useSearch";
import { isNg, type Judged } from "../lib/judged";
import styles from "./Beads.module.css";

type Row = Judged & { bead: BeadSummary };

export function Beads({ pictures, threshold }: { pictures: readonly Judged[]; threshold: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch();
  const rows = useMemo(() => pictures.filter((one): one is Row => one.bead !== null), [pictures]);
  const counts = useMemo(() => {
    const found = new Map<BeadRule, number>();
    for (const row of rows) for (const rule of row.bead.reasons) found.set(rule, (found.get(rule) ?? 0) + 1);
    return [...found].sort((a, b) => b[1] - a[1]);
  }, [rows]);
  const mm = (value: number | null) => (value === null ? "–" : format.decimal(value, 3));
  const number = { align: "right" as const, className: "number" };
  const by = (of: (bead: BeadSummary) => number | null) => ({ ...number, sorter: (a: Row, b: Row) => (of(a.bead) ?? -1) - (of(b.bead) ?? -1), render: (_: unknown, row: Row) => mm(of(row.bead)) });
  const columns: TableColumnsType<Row> = [
    { title: t("bead.table.picture"), render: (_, row) => <span className={styles.name}><StateTag state={isNg(row, threshold) ? "ng" : "ok"} />{row.name}</span> },
    { title: t("bead.table.mean"), ...by((bead) => bead.width_mean_mm ?? null) },
    { title: t("bead.table.least"), ...by((bead) => bead.width_min_mm ?? null) },
    { title: t("bead.table.most"), ...by((bead) => bead.width_max_mm ?? null) },
    { title: t("bead.table.length"), ...by((bead) => bead.length_mm) },
    { title: t("bead.table.short"), ...by((bead) => Math.max(0, bead.path_mm - bead.length_mm)) },
    { title: t("bead.table.reasons"), render: (_, row) => row.bead.reasons.map((rule) => t(`bead.rule.${rule}`)).join(" · ") || "–" },
  ];
  if (rows.length === 0) return null;
  return (
    <Block title={t("bead.table.title")}>
      {counts.length > 0 && (
        <p className={styles.counts}>{t("bead.table.counts", { list: counts.map(([rule, n]) => t("bead.table.count", { name: t(`bead.rule.${rule}`), n })).join(" · ") })}</p>
      )}
      <Table
        size="small" rowKey="index" columns={columns} dataSource={rows} scroll={{ x: "max-content" }} pagination={rows.length > 20 ? { pageSize: 20, size: "small", showSizeChanger: false } : false}
        onRow={(row) => ({ onClick: () => search.set({ look: String(row.index) }, { push: true }), className: styles.row ?? "" })}
      />
      <p className={styles.note}>{t("bead.table.note")}</p>
    </Block>
  );
}

/** The bead of one judged picture. */
export function JudgedBead({ model, picture }: { model: string; picture: Judged }) {
  const query = useQuery({ queryKey: keys.judged(model, picture.index), queryFn: () => getJudged(model, picture.index), staleTime: Infinity });
  if (query.error) return <ErrorNote error={query.error} />;
  if (!query.data?.bead) return null;
  return <BeadView bead={query.data.bead} picture={pictureFile(picture.pictureId)} name={picture.name} />;
}
