import { useState } from "react";
import { Slider } from "antd";
import { useTranslation } from "@/i18n";
import { useHeatStrength } from "@/hooks/useHeatStrength";
import type { OverlayBox } from "@/lib/boxes";
import { BoxLayer } from "./BoxLayer";
import styles from "./HeatOverlay.module.css";

type Props = {
  picture: string;
  /** The heat map in the picture's proportions, already coloured by the server. Without it, the picture alone. */
  heat: string | null;
  alt: string;
  width: number;
  height: number;
  /** Outlines in pixels of the picture. */
  outlines?: { points: [number, number][]; colour: string }[];
  /** Boxes with what is said of them. */
  boxes?: readonly OverlayBox[];
};

/** Picture with heat map above it, how strong it shines through, and what the colours mean. */
export function HeatOverlay({ picture, heat, alt, width, height, outlines, boxes }: Props) {
  const { t } = useTranslation();
  const [opacity, setOpacity] = useHeatStrength();
  const [failed, setFailed] = useState<string | null>(null);
  const withHeat = heat !== null && failed !== heat;
  return (
    <figure className={styles.figure}>
      <div className={styles.stage} style={{ aspectRatio: `${width} / ${height}` }}>
        <img src={picture} alt={alt} className={styles.layer} />
        {withHeat && (
          <img
            src={heat}
            alt=""
            className={styles.layer}
            style={{ opacity: opacity / 100 }}
            onError={() => setFailed(heat)}
          />
        )}
        {outlines && outlines.length > 0 && (
          <svg className={styles.layer} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
            {outlines.map((one, index) => (
              <polygon
                key={index}
                points={one.points.map((point) => point.join()).join(" ")}
                fill="none"
                stroke={one.colour}
                strokeWidth={2}
                vectorEffect="non-scaling-stroke"
              />
            ))}
          </svg>
        )}
        {boxes && boxes.length > 0 && <BoxLayer boxes={boxes} width={width} height={height} />}
      </div>
      {withHeat && (
        <figcaption className={styles.bar}>
          <span>{t("common.heat.low")}</span>
          <span className={styles.scale} aria-hidden="true" />
          <span>{t("common.heat.high")}</span>
          <Slider
            className={styles.slider}
            min={0}
            max={100}
            value={opacity}
            onChange={setOpacity}
            tooltip={{ formatter: (value) => `${value ?? 0} %` }}
            ariaLabelForHandle={t("common.heat.opacity")}
          />
        </figcaption>
      )}
    </figure>
  );
}
