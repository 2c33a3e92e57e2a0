import { useEffect, useRef, type MouseEvent } from "react";
import { useTranslation } from "@/i18n";
import { HEAT_SIDE } from "../figures";
import styles from "./PlaceMap.module.css";

/** Viridis by five of its colours: even to the eye, also to those who see few colours. */
const COLOURS = [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]] as const;

function colour(share: number): string {
  const at = Math.min(1, Math.max(0, share)) * (COLOURS.length - 1);
  const [from, to] = [COLOURS[Math.floor(at)] ?? COLOURS[0], COLOURS[Math.ceil(at)] ?? COLOURS[0]];
  const mixed = from.map((value, index) => Math.round(value + ((to[index] ?? value) - value) * (at % 1)));
  return `rgb(${mixed.join(" ")})`;
}

/** Where the middles of regions lie, all pictures laid over each other. A cell leads to its pictures. */
export function PlaceMap({ counts, onOpen }: { counts: readonly number[]; onOpen: (cell: number) => void }) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const most = Math.max(1, ...counts);
  useEffect(() => {
    const node = canvas.current;
    const pen = node?.getContext("2d");
    if (!node || !pen) return;
    counts.forEach((count, cell) => {
      pen.fillStyle = colour(count === 0 ? 0 : 0.15 + 0.85 * Math.sqrt(count / most));
      pen.fillRect(cell % HEAT_SIDE, Math.floor(cell / HEAT_SIDE), 1, 1);
    });
  }, [counts, most]);
  const cellAt = (event: MouseEvent<HTMLCanvasElement>): number => {
    const box = event.currentTarget.getBoundingClientRect();
    const of = (at: number, from: number, length: number) => Math.min(HEAT_SIDE - 1, Math.max(0, Math.floor(((at - from) / length) * HEAT_SIDE)));
    return of(event.clientY, box.top, box.height) * HEAT_SIDE + of(event.clientX, box.left, box.width);
  };
  return (
    <div className={styles.map}>
      <canvas
        ref={canvas} width={HEAT_SIDE} height={HEAT_SIDE} className={styles.canvas} role="img" aria-label={t("sets.stats.place_label")}
        onClick={(event) => {
          const cell = cellAt(event);
          if ((counts[cell] ?? 0) > 0) onOpen(cell);
        }}
        onMouseMove={(event) => {
          event.currentTarget.title = String(counts[cellAt(event)] ?? 0);
        }}
      />
      <span className={styles.legend}>
        {t("sets.stats.place_few")}
        <span className={styles.scale} aria-hidden="true" style={{ background: `linear-gradient(to right, ${[0, 0.25, 0.5, 0.75, 1].map(colour).join(", ")})` }} />
        {t("sets.stats.place_many", { n: most })}
      </span>
    </div>
  );
}
