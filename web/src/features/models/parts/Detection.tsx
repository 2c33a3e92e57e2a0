// How well boxes are told: what goes over all thresholds, and what follows the one that is tried.
import { useMemo } from "react";
import { Table, type TableColumnsType } from "antd";
import { useTranslation } from "@/i18n";
import { Block } from "@/components/Block";
import { ClassDot } from "@/components/ClassDot";
import { useFormat } from "@/hooks/useFormat";
import { useModelClass } from "@/hooks/useModelClass";
import { shareOf, sumBoxes } from "../lib/boxes";
import type { Detection as Measured, Judged } from "../lib/judged";
import { shareText } from "../lib/share";
import styles from "./Detection.module.css";

type Row = { name: string; marked: number; found: number; told: number; ap50: number | null; ap: number | null };

export function Detection({ detection, pictures, threshold }: { detection: Measured; pictures: readonly Judged[]; threshold: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = (value: number | null | undefined) => shareText(value ?? null, format.language);
  const boxes = useMemo(() => pictures.map((one) => one.boxes), [pictures]);
  const rows = useMemo(
    () =>
      detection.kinds.map((kind): Row => {
        const coco = detection.coco?.kinds.find((one) => one.name === kind.name);
        return { name: kind.name, ...sumBoxes(boxes, threshold, kind.name), ap50: coco?.ap50 ?? kind.average_precision ?? null, ap: coco?.ap50_95 ?? null };
      }),
    [detection, boxes, threshold],
  );
  // Boxes of classes that were not taught count for nothing here, as in the measure itself.
  const [found, told, marked] = [rows.reduce((sum, one) => sum + one.found, 0), rows.reduce((sum, one) => sum + one.told, 0), rows.reduce((sum, one) => sum + one.marked, 0)];
  const of = (part: number, all: number) => t("models.detect.of", { part: format.count(part), all: format.count(all) });
  const figures: { key: string; name: string; meaning: string; value: string; note?: string }[] = [
    { key: "map50", name: t("models.detect.map50"), meaning: t("models.detect.map50_meaning"), value: share(detection.coco?.map50 ?? detection.mean_average_precision) },
    ...(detection.coco ? [{ key: "map", name: t("models.detect.map"), meaning: t("models.detect.map_meaning"), value: share(detection.coco.map50_95) }] : []),
    { key: "recall", name: t("models.detect.recall"), meaning: t("models.detect.recall_meaning"), value: share(shareOf(found, marked)), note: of(found, marked) },
    { key: "precision", name: t("models.detect.precision"), meaning: t("models.detect.precision_meaning"), value: share(shareOf(found, told)), note: of(found, told) },
  ];
  return (
    <Block title={t("models.detect.title")}>
      <dl className={styles.figures}>
        {figures.map((one) => (
          <div key={one.key} title={one.meaning} data-test={`detect-${one.key}`}>
            <dt>{one.name}</dt>
            <dd className="number">{one.value}</dd>
            {one.note && <dd className={styles.note}>{one.note}</dd>}
          </div>
        ))}
      </dl>
      <Classes rows={rows} share={share} />
      {detection.coco && <Sizes sizes={detection.coco.sizes} share={share} />}
      <p className={styles.hint}>{t("models.detect.note")}</p>
    </Block>
  );
}

type Share = (value: number | null | undefined) => string;
const number = { align: "right" as const, className: "number" };

function Classes({ rows, share }: { rows: Row[]; share: Share }) {
  const { t } = useTranslation();
  const format = useFormat();
  const modelClass = useModelClass();
  const columns: TableColumnsType<Row> = [
    { title: t("models.detect.class"), render: (_, row) => <ClassDot name={modelClass(row.name).name} colour={modelClass(row.name).colour ?? "var(--waiting)"} /> },
    { ...number, title: t("models.detect.marked"), sorter: (a, b) => a.marked - b.marked, render: (_, row) => format.count(row.marked) },
    { ...number, title: t("models.detect.told"), sorter: (a, b) => a.told - b.told, render: (_, row) => format.count(row.told) },
    { ...number, title: t("models.detect.ap50"), sorter: (a, b) => (a.ap50 ?? -1) - (b.ap50 ?? -1), render: (_, row) => share(row.ap50) },
    { ...number, title: t("models.detect.ap"), render: (_, row) => share(row.ap) },
    { ...number, title: t("models.detect.recall"), render: (_, row) => share(shareOf(row.found, row.marked)) },
    { ...number, title: t("models.detect.precision"), render: (_, row) => share(shareOf(row.found, row.told)) },
  ];
  return <Table size="small" rowKey="name" columns={columns} dataSource={rows} pagination={false} scroll={{ x: "max-content" }} />;
}

const sizeNames = ["small", "medium", "large"] as const;

function Sizes({ sizes, share }: { sizes: NonNullable<Measured["coco"]>["sizes"]; share: Share }) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: TableColumnsType<(typeof sizes)[number]> = [
    {
      title: t("models.detect.size"),
      render: (_, row) => {
        const known = sizeNames.find((one) => one === row.name);
        return known ? t(`models.detect.${known}`) : row.name;
      },
    },
    { ...number, title: t("models.detect.marked"), render: (_, row) => format.count(row.marked) },
    { ...number, title: t("models.detect.ap50"), render: (_, row) => share(row.map50) },
    { ...number, title: t("models.detect.ap"), render: (_, row) => share(row.map50_95) },
  ];
  return <Table className={styles.sizes} size="small" rowKey="name" columns={columns} dataSource={sizes} pagination={false} scroll={{ x: "max-content" }} />;
}
