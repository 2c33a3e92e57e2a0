// The good board with its components: a drag on free ground draws a box, on a box it moves that, on its corner it makes it larger.
import { useRef, useState, type PointerEvent } from "react";
import { useTranslation } from "@/i18n";
import { inside, type Box, type Component } from "../lib/layout";
import styles from "./LayoutCanvas.module.css";

type Props = {
  picture: string;
  width: number;
  height: number;
  components: readonly Component[];
  chosen: number | null;
  onChoose: (index: number | null) => void;
  onDraw: (bbox: Box) => void;
  onMove: (index: number, bbox: Box) => void;
  /** What the canvas is called; left out: that of components. */
  label?: string;
  /** Places that are known, and what a click does while one is asked for. */
  points?: readonly (readonly [number, number])[];
  /** Outlines that are shown, and cannot be moved. */
  outlines?: readonly (readonly (readonly [number, number])[])[];
  onPlace?: ((at: readonly [number, number]) => void) | undefined;
};
type Drag = { kind: "draw" | "move" | "size"; from: readonly [number, number]; index: number; box: Box };

const LEAST = 4;

export function LayoutCanvas({ picture, width, height, components, chosen, onChoose, onDraw, onMove, label, points = [], outlines = [], onPlace }: Props) {
  const { t } = useTranslation();
  const svg = useRef<SVGSVGElement>(null);
  const drag = useRef<Drag | null>(null);
  const [drawn, setDrawn] = useState<Box | null>(null);
  const at = (event: PointerEvent): [number, number] => {
    const box = svg.current?.getBoundingClientRect();
    if (!box || box.width === 0) return [0, 0];
    const within = (value: number, most: number) => Math.min(most, Math.max(0, value));
    return [within(((event.clientX - box.left) / box.width) * width, width), within(((event.clientY - box.top) / box.height) * height, height)];
  };
  const begin = (event: PointerEvent<SVGSVGElement>) => {
    if (event.button !== 0) return;
    if (onPlace) return onPlace(at(event));
    const target = event.target as Element;
    const index = target.getAttribute("data-component");
    const box = index === null ? undefined : components[Number(index)]?.bbox;
    if (index !== null && box) {
      onChoose(Number(index));
      drag.current = { kind: target.hasAttribute("data-corner") ? "size" : "move", from: at(event), index: Number(index), box };
    } else {
      onChoose(null);
      drag.current = { kind: "draw", from: at(event), index: -1, box: [0, 0, 0, 0] };
    }
    event.currentTarget.setPointerCapture?.(event.pointerId);
  };
  const go = (event: PointerEvent) => {
    const now = drag.current;
    if (!now) return;
    const [x, y] = at(event);
    const [fx, fy] = now.from;
    const [bx, by, bw, bh] = now.box;
    if (now.kind === "draw") setDrawn([Math.min(x, fx), Math.min(y, fy), Math.abs(x - fx), Math.abs(y - fy)]);
    else if (now.kind === "move") onMove(now.index, inside([bx + x - fx, by + y - fy, bw, bh], width, height));
    else onMove(now.index, inside([bx, by, Math.min(width - bx, Math.max(LEAST, bw + x - fx)), Math.min(height - by, Math.max(LEAST, bh + y - fy))], width, height));
  };
  const end = () => {
    if (drag.current?.kind === "draw" && drawn && drawn[2] >= LEAST && drawn[3] >= LEAST) onDraw(inside(drawn, width, height));
    drag.current = null;
    setDrawn(null);
  };
  const corner = Math.max(width, height) / 120;
  return (
    <div className={styles.frame} style={{ aspectRatio: `${width} / ${height}`, maxWidth: `min(100%, calc((100vh - 260px) * ${width / height}))` }}>
      <img src={picture} alt="" className={styles.picture} draggable={false} />
      <svg
        ref={svg} className={styles.layer} viewBox={`0 0 ${width} ${height}`} role="application" aria-label={label ?? t("board.plan.canvas", { n: components.length })} data-test="layout-canvas"
        onPointerDown={begin} onPointerMove={go} onPointerUp={end}
        onPointerCancel={() => {
          drag.current = null;
          setDrawn(null);
        }}
      >
        {components.map(({ name, bbox: [x, y, w, h] }, i) => (
          <g key={i}>
            <rect x={x} y={y} width={w} height={h} data-component={i} data-chosen={i === chosen || undefined} className={styles.box} vectorEffect="non-scaling-stroke"><title>{name}</title></rect>
            <text x={x + 2} y={y + h - 2} className={styles.name} fontSize={Math.max(9, Math.min(h * 0.5, corner * 2.4))}>{name}</text>
            {i === chosen && <rect x={x + w - corner / 2} y={y + h - corner / 2} width={corner} height={corner} data-component={i} data-corner="" className={styles.corner} />}
          </g>
        ))}
        {outlines.map((outline, i) => <polygon key={i} points={outline.map((at) => at.join(",")).join(" ")} className={styles.outline} vectorEffect="non-scaling-stroke" data-test="outline" />)}
        {points.map(([x, y], i) => <circle key={i} cx={x} cy={y} r={corner} className={styles.corner} data-test="known-place" />)}
        {drawn && <rect x={drawn[0]} y={drawn[1]} width={drawn[2]} height={drawn[3]} className={styles.drawn} vectorEffect="non-scaling-stroke" />}
      </svg>
    </div>
  );
}
