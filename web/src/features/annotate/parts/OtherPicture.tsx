import { useEffect, useRef } from "react";
import type { Id } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { useTranslation } from "@/i18n";
import { Twin, type Annotator, type TileSource } from "@/modules/annotator";
import type { Sheet } from "../useSheet";
import styles from "../pages/AnnotatePage.module.css";

type Props = { annotator: Annotator; image: Sheet["image"] | null; tiles: TileSource | null; pictureId: Id | undefined; /** Why there is nothing to see. */ lacks: "none" | "broken" | null };

/** Another picture beside this one, moved and zoomed with it. */
export function OtherPicture({ annotator, image, tiles, pictureId, lacks }: Props) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const twin = useRef<Twin | null>(null);
  useEffect(() => {
    const node = canvas.current;
    const context = node?.getContext("2d");
    if (!node || !context) return undefined;
    twin.current = new Twin(context, annotator);
    const measure = () => {
      const box = node.parentElement?.getBoundingClientRect();
      const ratio = window.devicePixelRatio || 1;
      if (box) Object.assign(node, { width: Math.round(box.width * ratio), height: Math.round(box.height * ratio) });
      annotator.redraw();
    };
    const observer = new ResizeObserver(measure);
    if (node.parentElement) observer.observe(node.parentElement);
    return () => {
      observer.disconnect();
      twin.current?.stop();
      twin.current = null;
    };
  }, [annotator]);
  useEffect(() => twin.current?.show(image, tiles), [image, tiles]);
  return (
    <div className={styles.half}>
      <canvas ref={canvas} className={styles.canvas} role="img" aria-label={t("annotate.compare.canvas")} data-test="other" data-picture={pictureId} />
      {lacks && <div className={styles.empty} role="status"><EmptyState small text={t(`annotate.compare.${lacks}`)} /></div>}
    </div>
  );
}
