// A bead of glue as it was measured: what is wrong with it, the bead unrolled, and its width along the path with what is allowed.
import { useEffect, useMemo, useRef, type ReactNode } from "react";
import type { EChartsOption } from "echarts";
import { useTranslation } from "@/i18n";
import type { Bead } from "@/api/contract";
import { useFormat } from "@/hooks/useFormat";
import { unroll } from "@/lib/strip";
import { useTheme } from "@/lib/theme";
import { Chart } from "./Chart";
import styles from "./BeadView.module.css";

const ROWS = 72;
const COLUMNS = 1200;

export function BeadView({ bead, picture, name }: { bead: Bead; picture: string | null; name: string }) {
  return (
    <div className={styles.bead} data-test="bead">
      <BeadReasons bead={bead} />
      {picture !== null && bead.path.length > 1 && <Strip bead={bead} picture={picture} name={name} />}
      {bead.width_mm.profile.length > 1 && <Widths bead={bead} name={name} />}
      <BeadMeasures bead={bead} />
    </div>
  );
}

/** Each limit that is broken, with what was measured. */
export function BeadReasons({ bead }: { bead: Bead }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (bead.reasons.length === 0) return <p className={styles.sound}>{t("bead.reasons.none")}</p>;
  const unit = (word: string) => (word === "mm2" ? "mm²" : word === "mm3" ? "mm³" : word);
  return (
    <ul className={styles.reasons} aria-label={t("bead.reasons.title")}>
      {bead.reasons.slice(0, 8).map((one, i) => (
        <li key={i} data-test="bead-reason">
          <b>{t(`bead.rule.${one.rule}`)}</b>
          <span className="number">{t("bead.reasons.value", { value: format.decimal(one.value, 3), limit: format.decimal(one.limit, 3), unit: unit(one.unit) })}</span>
          <span className={styles.faint}>{t("bead.reasons.at", { from: format.decimal(one.from_mm, 1), to: format.decimal(one.to_mm, 1) })}</span>
        </li>
      ))}
    </ul>
  );
}

function Strip({ bead, picture, name }: { bead: Bead; picture: string; name: string }) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const image = new Image();
    image.onload = () => {
      const target = canvas.current?.getContext("2d");
      const whole = document.createElement("canvas");
      [whole.width, whole.height] = [image.naturalWidth, image.naturalHeight];
      const source = whole.getContext("2d", { willReadFrequently: true });
      if (!target || !source) return;
      source.drawImage(image, 0, 0);
      const pixels = source.getImageData(0, 0, whole.width, whole.height);
      // As much on both sides as half of the widest bead that is allowed, twice.
      const half = Math.max(8, (bead.limits_mm?.[1] ?? bead.width_mm.max ?? 1) / (bead.mm_per_px ?? 1));
      target.putImageData(new ImageData(unroll(pixels, bead.path, COLUMNS, ROWS, half), COLUMNS, ROWS), 0, 0);
    };
    image.src = picture;
    return () => {
      image.onload = null;
    };
  }, [bead, picture]);
  const share = (mm: number) => `${Math.min(100, Math.max(0, (100 * mm) / Math.max(1e-6, bead.path_mm)))}%`;
  return (
    <figure className={styles.strip}>
      <div className={styles.unrolled}>
        <canvas ref={canvas} width={COLUMNS} height={ROWS} className={styles.canvas} role="img" aria-label={t("bead.strip.label", { name })} />
        {bead.reasons.map((one, i) => (
          <span key={i} className={styles.spot} title={t(`bead.rule.${one.rule}`)} style={{ left: share(one.from_mm), width: `max(3px, calc(${share(one.to_mm)} - ${share(one.from_mm)}))` }} />
        ))}
      </div>
      <figcaption className={styles.faint}>{t("bead.strip.note")}</figcaption>
    </figure>
  );
}

function Widths({ bead, name }: { bead: Bead; name: string }) {
  const { t } = useTranslation();
  const { palette } = useTheme();
  const points = useMemo(() => bead.width_mm.profile.map((width, i): [number, number | null] => [Number((i * bead.width_mm.step_mm).toFixed(3)), width]), [bead]);
  const option = useMemo((): EChartsOption => {
    const limits = bead.limits_mm ?? [];
    return {
      grid: { left: 56, right: 16, top: 28, bottom: 34 },
      xAxis: { type: "value", name: t("bead.chart.along"), nameLocation: "middle", nameGap: 22, min: 0, max: bead.path_mm },
      yAxis: { type: "value", name: t("bead.chart.width"), min: 0 },
      series: [
        {
          type: "line", data: points, showSymbol: false, connectNulls: false, lineStyle: { width: 1.5 }, name: t("bead.chart.width"),
          markLine: {
            symbol: "none", silent: true, lineStyle: { color: palette.ng, type: "dashed" }, label: { color: palette.faint, formatter: "{c}", position: "insideEndTop" },
            data: limits.map((limit) => ({ yAxis: limit })),
          },
        },
      ],
    };
  }, [bead, points, palette, t]);
  return (
    <Chart
      option={option} height={190} label={t("bead.chart.label", { name })}
      table={{ name: t("bead.chart.file", { name }), rows: [[t("bead.chart.along"), t("bead.chart.width")], ...points.map(([along, width]) => [along, width ?? ""])] }}
    />
  );
}

export function BeadMeasures({ bead }: { bead: Bead }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mm = (value: number | null | undefined) => (typeof value === "number" ? t("bead.mm", { value: format.decimal(value, 3) }) : "–");
  const facts: [string, ReactNode][] = [
    [t("bead.fact.width"), t("bead.fact.width_value", { min: mm(bead.width_mm.min), mean: mm(bead.width_mm.mean), max: mm(bead.width_mm.max) })],
    [t("bead.fact.allowed"), bead.limits_mm ? t("bead.fact.range", { from: mm(bead.limits_mm[0]), to: mm(bead.limits_mm[1]) }) : "–"],
    [t("bead.fact.length"), t("bead.fact.length_value", { length: mm(bead.length_mm), path: mm(bead.path_mm) })],
    [t("bead.fact.offset"), mm(bead.offset_max_mm)],
    [t("bead.fact.breaks"), format.count(bead.breaks.length)],
    [t("bead.fact.overflow"), format.count(bead.overflow.length)],
    [t("bead.fact.bubbles"), format.count(bead.bubbles.length)],
    [t("bead.fact.volume"), t("bead.fact.volume_value", { value: format.decimal(bead.volume_mm3, 2) })],
  ];
  return (
    <dl className={styles.measures}>
      {facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd className="number">{value}</dd></div>)}
    </dl>
  );
}
