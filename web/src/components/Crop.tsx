import type { CSSProperties } from "react";
import type { Bounds } from "@/lib/boxes";
import styles from "./Crop.module.css";

type Props = { picture: string; width: number; height: number; bbox: Bounds; label: string; /** Longest side on the page. */ side?: number };

/** A part of a picture with some of what is around it. */
export function Crop({ picture, width, height, bbox, label, side = 112 }: Props) {
  const [x = 0, y = 0, w = 1, h = 1] = bbox;
  const around = Math.max(4, 0.12 * Math.max(w, h));
  const [cw, ch] = [w + 2 * around, h + 2 * around];
  const scale = side / Math.max(cw, ch);
  const style: CSSProperties = {
    width: cw * scale, height: ch * scale,
    backgroundImage: `url("${picture}")`,
    backgroundSize: `${width * scale}px ${height * scale}px`,
    backgroundPosition: `${-(x - around) * scale}px ${-(y - around) * scale}px`,
  };
  return <span className={styles.crop} style={style} role="img" aria-label={label} />;
}
