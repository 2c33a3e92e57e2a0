// Scores of good ones above the line, of bad ones below it, on one scale. What the threshold calls wrongly is pale.
import { useEffect, useId, useMemo, useRef, useState, type PointerEvent } from "react";
import { useTranslation } from "@/i18n";
import { useFormat } from "@/hooks/useFormat";
import { useEachFrame } from "@/hooks/useEachFrame";
import { histogramOf, ticks } from "../lib/histogram";
import type { Range, Sweep } from "../lib/sweep";
import styles from "./Histogram.module.css";

const TOP = 18;
const FOOT = 22;

const tall = (n: number, unit: number) => Math.max(2.5, n * unit);

type Props = { sweep: Sweep; range: Range; threshold: number; saved: number; onMove: (threshold: number) => void; height?: number };

export function Histogram({ sweep, range, threshold, saved, onMove, height = 150 }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [over, setOver] = useState<number | null>(null);
  const id = useId();
  const bins = useMemo(() => histogramOf(sweep, range, 48), [sweep, range]);

  useEffect(() => {
    const node = box.current;
    if (!node) return undefined;
    const observer = new ResizeObserver(() => setWidth(node.clientWidth));
    observer.observe(node);
    setWidth(node.clientWidth);
    return () => observer.disconnect();
  }, []);

  const across = (value: number) => ((value - range.low) / (range.high - range.low)) * width;
  const most = { good: Math.max(1, ...bins.map((bin) => bin.good)), bad: Math.max(0, ...bins.map((bin) => bin.bad)) };
  const unit = (height - TOP - FOOT) / (most.good + most.bad);
  const zero = TOP + most.good * unit;
  const x = across(threshold);

  const moved = useEachFrame((value: number | null, held: boolean) => {
    setOver(value);
    if (value !== null && held) onMove(value);
  });
  const valueAt = (event: PointerEvent) => {
    const rect = event.currentTarget.getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - rect.left) / rect.width));
    return range.low + part * (range.high - range.low);
  };
  const bin = over === null ? undefined : bins[Math.min(bins.length - 1, Math.floor(((over - range.low) / (range.high - range.low)) * bins.length))];
  // They stay while the threshold moves.
  const bars = useMemo(() => {
    const wide = width / bins.length;
    const of = (side: "good" | "bad") =>
      bins.map((one, i) => one[side] > 0 && (
        <rect
          key={one.from} x={i * wide + 0.5} width={Math.max(1, wide - 1)}
          y={side === "good" ? zero - tall(one.good, unit) : zero + 1} height={tall(one[side], unit)}
        />
      ));
    return { good: of("good"), bad: of("bad") };
  }, [bins, width, zero, unit]);

  return (
    <div ref={box} className={styles.box}>
      {width > 0 && (
        <svg
          width={width} height={height} className={styles.chart} role="img"
          aria-label={t("models.histogram.label", { good: sweep.good.length, bad: sweep.bad.length, threshold: format.score(threshold) })}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            onMove(valueAt(event));
          }}
          onPointerMove={(event) => moved(valueAt(event), (event.buttons & 1) > 0)}
          onPointerLeave={() => moved(null, false)}
        >
          <defs>
            <clipPath id={`${id}l`}><rect x={0} y={0} width={Math.max(0, x)} height={height} /></clipPath>
            <clipPath id={`${id}r`}><rect x={x} y={0} width={Math.max(0, width - x)} height={height} /></clipPath>
          </defs>
          <g className={styles.good} clipPath={`url(#${id}l)`}>{bars.good}</g>
          <g className={styles.goodWrong} clipPath={`url(#${id}r)`}>{bars.good}</g>
          <g className={styles.badWrong} clipPath={`url(#${id}l)`}>{bars.bad}</g>
          <g className={styles.bad} clipPath={`url(#${id}r)`}>{bars.bad}</g>
          <line className={styles.axis} x1={0} x2={width} y1={zero + 0.5} y2={zero + 0.5} />
          {ticks(range.low, range.high, width / 80).map((value) => (
            <text key={value} className={styles.tick} x={Math.min(width - 12, Math.max(12, across(value)))} y={height - 5} textAnchor="middle">{value}</text>
          ))}
          <line className={styles.saved} x1={across(saved)} x2={across(saved)} y1={TOP - 6} y2={height - FOOT + 4} />
          <line className={styles.line} x1={x} x2={x} y1={TOP - 8} y2={height - FOOT + 6} />
          <circle className={styles.grip} cx={x} cy={TOP - 8} r={5} />
          <text className={styles.name} x={x > width / 2 ? 2 : width - 2} y={12} textAnchor={x > width / 2 ? "start" : "end"}>{t("models.histogram.good", { n: most.good })}</text>
          {most.bad > 0 && <text className={styles.name} x={x < width / 3 ? x + 8 : 2} y={height - FOOT - 2}>{t("models.histogram.bad", { n: most.bad })}</text>}
        </svg>
      )}
      <p className={styles.tip}>
        {bin ? t("models.histogram.tip", { from: format.score(bin.from), to: format.score(bin.to), good: bin.good, bad: bin.bad }) : t("models.histogram.hint")}
      </p>
    </div>
  );
}
