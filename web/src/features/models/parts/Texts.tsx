// How well a model reads: figures, and the misread texts with the part of the picture where they stand.
import { useMemo, useState } from "react";
import { Segmented, Table, type TableColumnsType } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { getJudged } from "@/api/models";
import { pictureFile } from "@/api/pictures";
import type { Id } from "@/api/contract";
import { Block } from "@/components/Block";
import { ErrorNote } from "@/components/ErrorNote";
import { TextView } from "@/components/TextView";
import { useFormat } from "@/hooks/useFormat";
import { useSearch } from "@/hooks/useSearch";
import type { Evaluation, Judged } from "../lib/judged";
import { shareText } from "../lib/share";
import { isUnsure, textFigures, textKinds, textRows, textsOf, type TextKind, type TextRow } from "../lib/texts";
import styles from "./Detection.module.css";
import beads from "./Beads.module.css";

export function Texts({ pictures, threshold, evaluation }: { pictures: readonly Judged[]; threshold: number; evaluation: Evaluation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch();
  const [kind, setKind] = useState<TextKind>("misread");
  const rows = useMemo(() => textRows(pictures), [pictures]);
  if (rows.length === 0) return null;
  const { texts, right, overkilled, escaped } = textFigures(rows, threshold);
  const figure = (key: string, name: string, part: number, all: number) => (
    <div data-test={`texts-${key}`}>
      <dt>{name}</dt>
      <dd className="number">{all > 0 ? shareText(part / all, format.language) : "–"}</dd>
      <dd className={styles.note}>{t("text.table.of", { part: format.count(part), all: format.count(all) })}</dd>
    </div>
  );
  const columns: TableColumnsType<TextRow> = [
    { title: t("text.table.picture"), render: (_, row) => row.name },
    { title: t("text.table.wanted"), render: (_, row) => <code>{row.wanted}</code> },
    { title: t("text.table.read"), render: (_, row) => <code>{row.read || "–"}</code> },
    { title: t("text.table.score"), align: "right", className: "number", sorter: (a, b) => a.score - b.score, render: (_, row) => format.score(row.score) },
    { title: "", render: (_, row) => (!row.right ? t("text.table.misread") : isUnsure(row, threshold) ? t("text.table.unsure") : "") },
  ];
  const shown = textsOf(rows, kind, threshold);
  return (
    <Block title={t("text.table.title")}>
      <dl className={styles.figures}>
        {figure("exact", t("text.table.exact"), right, texts)}
        {evaluation.reading && (
          <div data-test="texts-error">
            <dt>{t("text.table.error")}</dt>
            <dd className="number">{shareText(evaluation.reading.character_error, format.language)}</dd>
          </div>
        )}
        {figure("overkill", t("text.table.overkill"), overkilled, right)}
        {figure("escape", t("text.table.escape"), escaped, texts - right)}
      </dl>
      <Segmented value={kind} onChange={setKind} options={textKinds.map((one) => ({ value: one, label: t(`text.table.${one}`) }))} />
      <Table
        className={styles.sizes ?? ""} size="small" rowKey="key" columns={columns} dataSource={shown} scroll={{ x: "max-content" }} locale={{ emptyText: t("text.table.none") }}
        pagination={shown.length > 20 ? { pageSize: 20, size: "small", showSizeChanger: false } : false}
        onRow={(row) => ({ onClick: () => search.set({ look: String(row.index) }, { push: true }), className: beads.row ?? "" })}
      />
      <p className={styles.hint}>{t("text.table.note")}</p>
    </Block>
  );
}

/** The texts of one judged picture. */
export function JudgedTexts({ model, picture }: { model: Id; picture: Judged }) {
  const query = useQuery({ queryKey: keys.judged(model, picture.index), queryFn: () => getJudged(model, picture.index), staleTime: Infinity });
  if (query.error) return <ErrorNote error={query.error} />;
  if (!query.data) return null;
  return <TextView texts={query.data.texts} written={query.data.written} picture={{ url: pictureFile(picture.pictureId), width: query.data.width, height: query.data.height }} />;
}
