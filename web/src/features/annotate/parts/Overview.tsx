import { useEffect, useRef, type PointerEvent } from "react";
import { useTranslation } from "@/i18n";
import { Minimap, type Annotator } from "@/modules/annotator";
import { makeCanvas } from "../lib/makeCanvas";
import styles from "./Overview.module.css";

const SIZE = { width: 148, height: 104 };

/** The whole picture, small, in a corner of the canvas. */
export function Overview({ annotator }: { annotator: Annotator }) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const map = useRef<Minimap | null>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || !canvas.current) return undefined;
    const ratio = window.devicePixelRatio || 1;
    Object.assign(canvas.current, { width: SIZE.width * ratio, height: SIZE.height * ratio });
    map.current = new Minimap(context, annotator, makeCanvas, SIZE, ratio);
    return () => {
      map.current?.stop();
      map.current = null;
    };
  }, [annotator]);
  const go = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    map.current?.press([event.clientX - box.left, event.clientY - box.top]);
  };
  return (
    <canvas
      ref={canvas} className={styles.map} style={SIZE} role="img" aria-label={t("annotate.do.minimap")} data-test="minimap"
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture?.(event.pointerId);
        go(event);
      }}
      onPointerMove={go}
    />
  );
}
