import { useMemo, type CSSProperties } from "react";
import { Table, type TableColumnsType } from "antd";
import { useTranslation } from "@/i18n";
import { Block } from "@/components/Block";
import { StateTag } from "@/components/StateTag";
import { useFormat } from "@/hooks/useFormat";
import { useModelClass } from "@/hooks/useModelClass";
import { classTable, confusionOf, type ClassRow } from "../lib/classes";
import type { Evaluation, Judged } from "../lib/judged";
import { shareText } from "../lib/share";
import styles from "./ClassTables.module.css";

export function ClassTable({ pictures, threshold, evaluation }: { pictures: readonly Judged[]; threshold: number; evaluation: Evaluation }) {
  const { t } = useTranslation();
  const modelClass = useModelClass();
  const format = useFormat();
  const rows = useMemo(() => classTable(pictures, threshold, evaluation.classes ?? []), [pictures, threshold, evaluation]);
  const share = (value: number | null) => shareText(value, format.language);
  const number = { align: "right" as const, className: "number" };
  const has = (name: "recall" | "precision" | "iou") => rows.some((row) => row[name] !== null);
  // Where the model tells no classes, its recall is the share of right verdicts, which stands beside it.
  const tells = pictures.some((one) => one.predicted !== null);
  const columns: TableColumnsType<ClassRow> = [
    { title: t("models.classes.name"), render: (_, row) => <StateTag state={row.bad ? "bad" : "good"} text={modelClass(row.name).name} /> },
    { ...number, title: t("models.classes.pictures"), sorter: (a, b) => a.pictures - b.pictures, render: (_, row) => format.count(row.pictures) },
    { ...number, title: t("models.classes.ok"), sorter: (a, b) => a.ok - b.ok, render: (_, row) => format.count(row.ok) },
    { ...number, title: t("models.classes.ng"), sorter: (a, b) => a.ng - b.ng, render: (_, row) => format.count(row.ng) },
    { ...number, title: t("models.classes.right"), sorter: (a, b) => a.right - b.right, render: (_, row) => share(row.right) },
    ...(tells && has("recall") ? [{ ...number, title: t("models.classes.recall"), render: (_: unknown, row: ClassRow) => share(row.recall) }] : []),
    ...(tells && has("precision") ? [{ ...number, title: t("models.classes.precision"), render: (_: unknown, row: ClassRow) => share(row.precision) }] : []),
    ...(has("iou") ? [{ ...number, title: t("models.classes.iou"), render: (_: unknown, row: ClassRow) => (row.iou === null ? "–" : format.score(row.iou)) }] : []),
  ];
  return (
    <Block title={t("models.classes.title")}>
      <Table size="small" rowKey={(row) => `${row.bad} ${row.name}`} columns={columns} dataSource={rows} pagination={false} scroll={{ x: "max-content" }} />
    </Block>
  );
}

export function ConfusionTable({ pictures, evaluation }: { pictures: readonly Judged[]; evaluation: Evaluation }) {
  const { t } = useTranslation();
  const modelClass = useModelClass();
  const format = useFormat();
  const confusion = useMemo(() => confusionOf(pictures, (evaluation.model?.classes ?? []).map((one) => one.name)), [pictures, evaluation]);
  if (!confusion) return null;
  const { labels, matrix } = confusion;
  return (
    <Block title={t("models.confusion.title")}>
      <div className={styles.scroll}>
        <table className={styles.matrix}>
          <thead>
            <tr>
              <th scope="col" className={styles.corner}>{t("models.confusion.corner")}</th>
              {labels.map((label) => <th key={label} scope="col">{modelClass(label).name}</th>)}
            </tr>
          </thead>
          <tbody>
            {labels.map((label, i) => {
              const row = matrix[i] ?? [];
              const all = row.reduce((sum, one) => sum + one, 0);
              return (
                <tr key={label}>
                  <th scope="row">{modelClass(label).name}</th>
                  {row.map((value, j) => (
                    <td
                      key={labels[j]} data-right={i === j || undefined} style={{ "--share": all ? value / all : 0 } as CSSProperties}
                      title={t("models.confusion.tip", { truth: modelClass(label).name, predicted: modelClass(labels[j] ?? "").name, n: value, share: shareText(all ? value / all : null, format.language) })}
                    >
                      {value === 0 ? <span className={styles.zero}>{format.count(0)}</span> : format.count(value)}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p className={styles.note}>{t("models.confusion.note")}</p>
    </Block>
  );
}
