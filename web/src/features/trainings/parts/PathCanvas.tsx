// The picture with the path of a bead over it: a click adds a point at the end, a drag moves one.
import { useRef, type PointerEvent } from "react";
import { useTranslation } from "@/i18n";
import type { Place } from "../lib/beadPlan";
import styles from "./PathCanvas.module.css";

type Props = {
  picture: string;
  width: number;
  height: number;
  path: readonly Place[];
  closed: boolean;
  /** Of the bead and of the band that is allowed, in pixels. */
  bead: number;
  band: number;
  /** Two places that tell the scale, while that is asked for. */
  known: readonly Place[] | null;
  onAdd: (at: Place) => void;
  onMove: (index: number, to: Place) => void;
};

export function PathCanvas({ picture, width, height, path, closed, bead, band, known, onAdd, onMove }: Props) {
  const { t } = useTranslation();
  const svg = useRef<SVGSVGElement>(null);
  const dragged = useRef<number | null>(null);
  const at = (event: PointerEvent): Place => {
    const box = svg.current?.getBoundingClientRect();
    if (!box || box.width === 0) return [0, 0];
    const inside = (value: number, most: number) => Math.round(Math.min(most, Math.max(0, value)) * 10) / 10;
    return [inside(((event.clientX - box.left) / box.width) * width, width), inside(((event.clientY - box.top) / box.height) * height, height)];
  };
  const line = path.map(([x, y], i) => `${i === 0 ? "M" : "L"}${x} ${y}`).join("") + (closed && path.length > 2 ? "Z" : "");
  const dot = Math.max(width, height) / 130;
  return (
    <div className={styles.frame} style={{ aspectRatio: `${width} / ${height}`, maxWidth: `min(100%, calc((100vh - 260px) * ${width / height}))` }}>
      <img src={picture} alt="" className={styles.picture} draggable={false} />
      <svg
        ref={svg} className={styles.layer} viewBox={`0 0 ${width} ${height}`} role="application" aria-label={t("bead.plan.canvas", { n: path.length })} data-test="path-canvas"
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          const index = (event.target as Element).getAttribute("data-point");
          if (index === null || known) {
            onAdd(at(event));
            return;
          }
          dragged.current = Number(index);
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          if (dragged.current !== null) onMove(dragged.current, at(event));
        }}
        onPointerUp={() => {
          dragged.current = null;
        }}
        onPointerCancel={() => {
          dragged.current = null;
        }}
      >
        {path.length > 1 && band > 0 && <path d={line} className={styles.band} strokeWidth={band} />}
        {path.length > 1 && bead > 0 && <path d={line} className={styles.bead} strokeWidth={bead} />}
        <path d={line} className={styles.middle} vectorEffect="non-scaling-stroke" />
        {path.map(([x, y], i) => (
          <circle key={i} cx={x} cy={y} r={dot} data-point={i} data-first={i === 0 || undefined} className={styles.point} vectorEffect="non-scaling-stroke"><title>{t("bead.plan.point", { n: i + 1 })}</title></circle>
        ))}
        {known?.map(([x, y], i) => <circle key={`k${i}`} cx={x} cy={y} r={dot} className={styles.known} vectorEffect="non-scaling-stroke" />)}
        {known?.[1] && <path d={`M${known[0]?.join(" ")}L${known[1].join(" ")}`} className={styles.ruler} vectorEffect="non-scaling-stroke" />}
      </svg>
    </div>
  );
}
