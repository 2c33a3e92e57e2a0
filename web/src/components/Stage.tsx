import { useEffect, useRef, useState, type PointerEvent, type WheelEvent } from "react";
import { useTranslation } from "@/i18n";
import { dragged, type Box, type Point } from "@/lib/drawn";
import styles from "./Stage.module.css";

export type Overlay = { points: readonly Point[]; tone: "region" | "ng" | "ok" | "recheck" | "frame" | "ignored"; label?: string; strong?: boolean };

type View = { x: number; y: number; w: number; h: number };
type Props = {
  picture: { url: string; name: string; width: number; height: number };
  overlays: readonly Overlay[];
  drawing: boolean;
  onDrawn: (box: Box) => void;
  /** What an outline is drawn for; null while boxes are drawn, or nothing. */
  outline: string | null;
  onOutline: (points: Point[]) => void;
  /** Changes when all of the picture is to be seen again. */
  fit: number;
};

/** The picture with what was found on it. The wheel goes nearer, a drag moves it, and while drawing a drag makes a box,
 * or clicks make the corners of an outline, which ends where it began. */
export function Stage({ picture, overlays, drawing, onDrawn, outline, onOutline, fit }: Props) {
  const { t } = useTranslation();
  const { width, height } = picture;
  const svg = useRef<SVGSVGElement>(null);
  const whole: View = { x: 0, y: 0, w: width, h: height };
  const [view, setView] = useState<View>(whole);
  const [drag, setDrag] = useState<{ from: Point; to: Point } | null>(null);
  const [begun, setBegun] = useState<{ of: string; points: Point[] }>({ of: "", points: [] });
  const points = drawing && outline !== null && begun.of === outline ? begun.points : [];
  const [seen, setSeen] = useState(`${width}x${height}/${fit}`);
  const wanted = `${width}x${height}/${fit}`;
  if (seen !== wanted) {
    setSeen(wanted);
    setView(whole);
  }
  useEffect(() => {
    if (!drawing) setDrag(null);
  }, [drawing]);
  // An outline that was given up is not gone on with.
  useEffect(() => {
    if (outline === null) setBegun({ of: "", points: [] });
  }, [outline]);

  const place = (event: { clientX: number; clientY: number }): Point => {
    const matrix = svg.current?.getScreenCTM?.()?.inverse();
    if (!matrix) return [0, 0];
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
    return [point.x, point.y];
  };
  const wheel = (event: WheelEvent) => {
    const [x, y] = place(event);
    const by = event.deltaY > 0 ? 1.2 : 1 / 1.2;
    setView((before) => {
      const w = Math.min(Math.max(before.w * by, width / 40), width * 2);
      const scale = w / before.w;
      return { x: x - (x - before.x) * scale, y: y - (y - before.y) * scale, w, h: before.h * scale };
    });
  };
  const size = view.w / 55;
  const corner = ([x, y]: Point) => {
    const next: Point = [Math.min(Math.max(x, 0), width), Math.min(Math.max(y, 0), height)];
    const [first] = points;
    const closes = first !== undefined && points.length > 2 && Math.hypot(next[0] - first[0], next[1] - first[1]) < size;
    if (closes) onOutline(points);
    setBegun({ of: outline ?? "", points: closes ? [] : [...points, next] });
  };
  const down = (event: PointerEvent) => {
    if (event.button > 1) return;
    if (drawing && outline !== null) {
      if (event.button === 0) corner(place(event));
      return;
    }
    event.currentTarget.setPointerCapture?.(event.pointerId);
    setDrag({ from: place(event), to: place(event) });
  };
  const move = (event: PointerEvent) => {
    if (!drag) return;
    const to = place(event);
    if (drawing) setDrag({ ...drag, to });
    else setView((before) => ({ ...before, x: before.x - (to[0] - drag.from[0]), y: before.y - (to[1] - drag.from[1]) }));
  };
  const up = () => {
    if (drag && drawing) {
      const box = dragged(drag.from, drag.to, width, height);
      if (box) onDrawn(box);
    }
    setDrag(null);
  };
  const rubber = drawing && drag ? dragged(drag.from, drag.to, width, height, 0) : null;
  return (
    <svg
      ref={svg} className={styles.stage} viewBox={`${view.x} ${view.y} ${view.w} ${view.h}`} data-drawing={drawing || undefined} data-test="stage"
      role="img" aria-label={t("recipes.editor.picture_of", { name: picture.name })}
      onWheel={wheel} onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={() => setDrag(null)}
    >
      <image href={picture.url} x={0} y={0} width={width} height={height} preserveAspectRatio="none" />
      {overlays.map((one, index) => (
        <g key={index} className={styles.mark} data-tone={one.tone} data-strong={one.strong || undefined}>
          <polygon points={one.points.map((point) => point.join()).join(" ")} vectorEffect="non-scaling-stroke" />
          {one.label && one.points[0] && <text x={one.points[0][0]} y={one.points[0][1] - size * 0.35} fontSize={size}>{one.label}</text>}
        </g>
      ))}
      {points.length > 0 && (
        <g className={styles.mark} data-test="outline">
          <polyline className={styles.rubber} points={points.map((point) => point.join()).join(" ")} vectorEffect="non-scaling-stroke" />
          {points.map(([x, y], index) => <circle key={index} cx={x} cy={y} r={index === 0 ? size / 2 : size / 4} vectorEffect="non-scaling-stroke" />)}
        </g>
      )}
      {rubber && <rect className={styles.rubber} x={rubber[0]} y={rubber[1]} width={rubber[2]} height={rubber[3]} vectorEffect="non-scaling-stroke" />}
    </svg>
  );
}
