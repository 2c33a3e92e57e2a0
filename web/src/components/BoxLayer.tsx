import type { CSSProperties } from "react";
import type { OverlayBox } from "@/lib/boxes";
import styles from "./BoxLayer.module.css";

/** Boxes over a picture that fills its place, each with what is said of it. */
export function BoxLayer({ boxes, width, height }: { boxes: readonly OverlayBox[]; width: number; height: number }) {
  const share = (value: number, all: number) => `${(100 * value) / Math.max(1, all)}%`;
  return (
    <div className={styles.layer} data-test="boxes">
      {boxes.map(({ bbox: [x = 0, y = 0, w = 0, h = 0], colour, dashed, text }, index) => (
        <span
          key={index} className={styles.box} data-dashed={dashed || undefined} data-low={y < height * 0.06 || undefined}
          style={{ left: share(x, width), top: share(y, height), width: share(w, width), height: share(h, height), "--box": colour } as CSSProperties}
        >
          {text && <span className={styles.text}>{text}</span>}
        </span>
      ))}
    </div>
  );
}
