import { useMemo, type ReactNode } from "react";
import { Alert } from "antd";
import { useTranslation } from "@/i18n";
import type { Model } from "@/api/contract";
import { Block } from "@/components/Block";
import { useFormat } from "@/hooks/useFormat";
import { useTheme } from "@/lib/theme";
import { changeOf, differences, type Pair } from "../lib/compare";
import { drawn, precisionRecallOf, rocOf } from "../lib/curves";
import type { CurvePoint, Evaluation, Judged } from "../lib/judged";
import { shareText } from "../lib/share";
import { sweepOf, type Sweep } from "../lib/sweep";
import { wilson } from "../lib/wilson";
import { Curve } from "./Curve";
import { Differences } from "./Differences";
import styles from "./Comparison.module.css";

/** Time and size within this share of each other are no reason to choose. */
const ALIKE = 0.05;

export type Side = { model: Model; pictures: readonly Judged[]; evaluation: Evaluation; sweep: Sweep };

export function Comparison({ a, b, pairs }: { a: Side; b: Side; pairs: readonly Pair[] }) {
  const { t } = useTranslation();
  const { palette } = useTheme();
  const common = useMemo(
    () => ({ a: sweepOf(pairs.map((pair) => pair.a)), b: sweepOf(pairs.map((pair) => pair.b)) }),
    [pairs],
  );
  const differ = useMemo(() => differences(pairs, a.model.threshold, b.model.threshold), [pairs, a.model.threshold, b.model.threshold]);
  const same = pairs.length === a.pictures.length && pairs.length === b.pictures.length;
  const [roc, pr] = useMemo(() => {
    const lines = (points: (sweep: Sweep) => CurvePoint[]) => [
      { name: `A · ${a.model.name}`, points: drawn(points(a.sweep)), colour: palette.accent },
      { name: `B · ${b.model.name}`, points: drawn(points(b.sweep)), colour: palette.recheck },
    ];
    return [lines(rocOf), lines(precisionRecallOf)];
  }, [a, b, palette]);
  return (
    <>
      {!same && (
        <Alert
          type={pairs.length === 0 ? "warning" : "info"} showIcon
          message={t(pairs.length === 0 ? "models.compare.no_common" : "models.compare.some_common", { n: pairs.length, a: a.pictures.length, b: b.pictures.length })}
        />
      )}
      <Table a={a} b={b} common={common} same={same} pictures={pairs.length} />
      <div className={styles.pair}>
        <Block title={t("models.curve.roc")}><Curve lines={roc} xName={t("models.figure.overkill")} yName={t("models.curve.found")} label={t("models.compare.roc_label")} /></Block>
        <Block title={t("models.curve.pr")}><Curve lines={pr} xName={t("models.curve.found")} yName={t("models.curve.precision")} label={t("models.compare.pr_label")} /></Block>
      </div>
      {pairs.length > 0 && <Differences a={a.model} b={b.model} list={differ} />}
    </>
  );
}

type TableProps = { a: Side; b: Side; common: { a: Sweep; b: Sweep }; same: boolean; pictures: number };

function Table({ a, b, common, same, pictures }: TableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = (value: number | null | undefined) => shareText(value, format.language);
  const rates = { a: common.a.at(Math.fround(a.model.threshold)), b: common.b.at(Math.fround(b.model.threshold)) };
  const rated = (part: number, all: number): ReactNode => {
    const [low, high] = wilson(part, all);
    return all === 0 ? "–" : (
      <>
        {share(part / all)}
        <span className={styles.small}>{t("models.figure.count", { part, all })} · {t("models.figure.interval", { low: share(low), high: share(high) })}</span>
      </>
    );
  };
  const difference = (x: number | null | undefined, y: number | null | undefined, better: "less" | "more", words: (value: number) => string, least = 0): ReactNode => {
    if (typeof x !== "number" || typeof y !== "number") return "–";
    // What both are told as is what people compare.
    if (x === y || (least > 0 && words(x) === words(y))) return "=";
    const { sign, by, worth } = changeOf(x, y, better, least);
    return <span className={worth === "alike" ? undefined : styles[worth]}>{sign + words(by)}</span>;
  };
  const score = (value: number | null | undefined) => (typeof value === "number" ? format.score(value) : "–");
  const points = (value: number) => t("models.compare.points", { value: format.decimal(value * 100) });
  const [x, y] = [a.evaluation, b.evaluation];
  const rows: [string, ReactNode, ReactNode, ReactNode][] = [
    ...(pictures > 0
      ? ([
          [t("models.figure.overkill"), rated(rates.a.overkilled, rates.a.good), rated(rates.b.overkilled, rates.b.good), difference(rates.a.overkill, rates.b.overkill, "less", points)],
          [t("models.figure.escape"), rated(rates.a.escaped, rates.a.bad), rated(rates.b.escaped, rates.b.bad), difference(rates.a.escape, rates.b.escape, "less", points)],
        ] as [string, ReactNode, ReactNode, ReactNode][])
      : []),
    [t("models.threshold.title"), format.score(a.model.threshold), format.score(b.model.threshold), ""],
    [t("models.numbers.auroc"), score(x.auroc), score(y.auroc), difference(x.auroc, y.auroc, "more", format.score)],
    [t("models.numbers.average"), score(x.average_precision), score(y.average_precision), difference(x.average_precision, y.average_precision, "more", format.score)],
    [t("models.numbers.accuracy"), share(x.accuracy), share(y.accuracy), difference(x.accuracy, y.accuracy, "more", points)],
    [t("models.detect.map50"), share(x.detection?.coco?.map50), share(y.detection?.coco?.map50), difference(x.detection?.coco?.map50, y.detection?.coco?.map50, "more", points)],
    [t("models.numbers.iou"), score(x.pixel?.mean_iou), score(y.pixel?.mean_iou), difference(x.pixel?.mean_iou, y.pixel?.mean_iou, "more", format.score)],
    [t("models.compare.time"), x.timing ? format.milliseconds(x.timing.total_ms.mean) : "–", y.timing ? format.milliseconds(y.timing.total_ms.mean) : "–", difference(x.timing?.total_ms.mean, y.timing?.total_ms.mean, "less", format.milliseconds, ALIKE)],
    [t("models.fact.size"), format.bytes(a.model.bytes), format.bytes(b.model.bytes), difference(a.model.bytes, b.model.bytes, "less", format.bytes, ALIKE)],
    [t("models.fact.task"), t(`models.task.${a.model.task}`), t(`models.task.${b.model.task}`), ""],
  ];
  return (
    <Block title={t(same ? "models.compare.figures" : "models.compare.figures_common", { n: pictures })}>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr><td /><th scope="col"><Letter side="a" />{a.model.name}</th><th scope="col"><Letter side="b" />{b.model.name}</th><th scope="col">{t("models.compare.difference")}</th></tr>
          </thead>
          <tbody>
            {rows.filter(([, one, other]) => one !== "–" || other !== "–").map(([name, one, other, change]) => (
              <tr key={name}><th scope="row">{name}</th><td className="number">{one}</td><td className="number">{other}</td><td className="number">{change}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </Block>
  );
}

function Letter({ side }: { side: "a" | "b" }) {
  return <span className={styles.letter} data-side={side}>{side.toUpperCase()}</span>;
}
