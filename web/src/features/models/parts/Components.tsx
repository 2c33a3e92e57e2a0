// Components over all judged boards: overkill and escapes of each, following the threshold.
import { useMemo } from "react";
import { Table, type TableColumnsType } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { getJudged } from "@/api/models";
import { pictureFile } from "@/api/pictures";
import type { FoundRegion, Id } from "@/api/contract";
import { Block } from "@/components/Block";
import { BoardView } from "@/components/BoardView";
import { ErrorNote } from "@/components/ErrorNote";
import { useFormat } from "@/hooks/useFormat";
import { componentRows, type ComponentRow } from "../lib/components";
import type { Judged } from "../lib/judged";
import { shareText } from "../lib/share";
import styles from "./Detection.module.css";

export function Components({ pictures, threshold }: { pictures: readonly Judged[]; threshold: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = useMemo(() => componentRows(pictures, threshold), [pictures, threshold]);
  if (rows.length === 0) return null;
  const sum = (of: (row: ComponentRow) => number) => rows.reduce((all, row) => all + of(row), 0);
  const [sound, overkilled, faulty, escaped] = [sum((one) => one.sound), sum((one) => one.overkilled), sum((one) => one.faulty), sum((one) => one.escaped)];
  const figure = (key: string, name: string, part: number, all: number) => (
    <div data-test={`components-${key}`}>
      <dt>{name}</dt>
      <dd className="number">{all > 0 ? shareText(part / all, format.language) : "–"}</dd>
      <dd className={styles.note}>{t("board.table.of", { part: format.count(part), all: format.count(all) })}</dd>
    </div>
  );
  const number = { align: "right" as const, className: "number" };
  const counted = (title: string, of: (row: ComponentRow) => number): TableColumnsType<ComponentRow>[number] => ({ ...number, title, sorter: (a, b) => of(a) - of(b), render: (_, row) => format.count(of(row)) });
  const columns: TableColumnsType<ComponentRow> = [
    { title: t("board.table.name"), dataIndex: "name" },
    counted(t("board.table.sound"), (row) => row.sound),
    counted(t("board.table.overkilled"), (row) => row.overkilled),
    counted(t("board.table.faulty"), (row) => row.faulty),
    counted(t("board.table.escaped"), (row) => row.escaped),
    counted(t("board.table.named"), (row) => row.named),
    { ...number, title: t("board.table.most"), sorter: (a, b) => (a.most ?? -1) - (b.most ?? -1), render: (_, row) => (row.most === null ? "–" : format.score(row.most)) },
  ];
  return (
    <Block title={t("board.table.title")}>
      <dl className={styles.figures}>
        {figure("overkill", t("board.table.overkill"), overkilled, sound)}
        {figure("escape", t("board.table.escape"), escaped, faulty)}
      </dl>
      <Table size="small" rowKey="name" columns={columns} dataSource={rows} scroll={{ x: "max-content" }} pagination={rows.length > 20 ? { pageSize: 20, size: "small", showSizeChanger: false } : false} />
      <p className={styles.hint}>{t("board.table.note")}</p>
    </Block>
  );
}

/** The components of one judged board beside the good one. */
export function JudgedBoard({ model, picture }: { model: Id; picture: Judged }) {
  const query = useQuery({ queryKey: keys.judged(model, picture.index), queryFn: () => getJudged(model, picture.index), staleTime: Infinity });
  if (query.error) return <ErrorNote error={query.error} />;
  if (!query.data) return null;
  const truth = Object.fromEntries(picture.components.flatMap((one) => (one.truth ? [[one.name, one.truth]] : [])));
  return (
    <BoardView
      model={model} components={query.data.components} regions={query.data.regions as FoundRegion[]} truth={truth}
      picture={{ url: pictureFile(picture.pictureId), width: query.data.width, height: query.data.height }}
    />
  );
}
