// Above the canvas while a helper or the ruler is in hand: how it is used, what it is set to, yes and no.
import { Button, ConfigProvider, InputNumber, Segmented, Slider } from "antd";
import { useKeySign } from "@/hooks/useKeys";
import { useTranslation } from "@/i18n";
import type { Annotator, Snapshot, ToolName } from "@/modules/annotator";
import { canvasTheme } from "@/lib/canvasTheme";
import { RulerScale } from "./RulerScale";
import styles from "./HelperBar.module.css";

type Props = { annotator: Annotator; can: boolean } & Pick<Snapshot, "tool" | "settings" | "proposed" | "busy" | "measured"> & { mmPerPixel: number | null; onScale: (mm: number | null) => void };

const hinted = ["rotated", "ellipse", "line", "points", "text", "lasso", "wand", "refine", "cells", "same", "knife", "ruler"] as const;
type Hinted = (typeof hinted)[number];
const isHinted = (tool: ToolName): tool is Hinted => (hinted as readonly string[]).includes(tool);
const assistants: readonly Hinted[] = ["lasso", "wand", "refine", "cells", "same"];
const byPixels = (tool: Hinted) => assistants.includes(tool);

export function HelperBar({ annotator, can, tool, settings, proposed, busy, measured, mmPerPixel, onScale }: Props) {
  const { t } = useTranslation();
  const sign = useKeySign();
  if (!isHinted(tool)) return null;
  return (
    <ConfigProvider theme={canvasTheme}>
      <div className={styles.bar} data-test="helper">
        <span className={styles.hint}>{byPixels(tool) && !can ? t("annotate.assist.missing") : t(`annotate.hint.${tool}`)}</span>
        {tool === "wand" && (
          <label className={styles.field}>
            {t("annotate.assist.tolerance")}
            <InputNumber size="small" min={0} max={160} value={settings.tolerance} onChange={(tolerance) => tolerance !== null && annotator.set({ tolerance })} style={{ width: 60 }} />
          </label>
        )}
        {tool === "line" && (
          <label className={styles.field}>
            {t("annotate.line.width")}
            <InputNumber
              size="small" min={1} max={1000} value={settings.lineWidth} onChange={(lineWidth) => lineWidth !== null && annotator.set({ lineWidth })}
              suffix="px" style={{ width: 84 }} data-test="line-width"
            />
          </label>
        )}
        {tool === "cells" && (
          <label className={styles.field}>
            {t("annotate.assist.cell")}
            <Slider min={10} max={120} value={settings.cell} onChange={(cell) => annotator.set({ cell })} style={{ width: 90, margin: "0 6px" }} />
          </label>
        )}
        {tool === "same" && (
          <span className={styles.field}>{`${t("annotate.assist.likeness")} ${settings.likeness.toFixed(2)}`}</span>
        )}
        {(tool === "wand" || tool === "refine" || tool === "cells") && (
          <Segmented
            size="small" value={settings.as} onChange={(as) => annotator.set({ as })} aria-label={t("annotate.assist.as")}
            options={[{ value: "polygon" as const, label: t("annotate.assist.as_polygon") }, { value: "brush" as const, label: t("annotate.assist.as_brush") }]}
          />
        )}
        {(tool === "wand" || tool === "refine" || tool === "cells") && settings.as === "polygon" && (
          <label className={styles.field}>
            {t("annotate.assist.smooth")}
            <InputNumber
              size="small" min={0.5} max={16} step={0.5} value={settings.smooth} onChange={(smooth) => smooth !== null && annotator.set({ smooth })}
              suffix="px" style={{ width: 76 }} data-test="smooth"
            />
          </label>
        )}
        {tool === "ruler" && <RulerScale measured={measured} mmPerPixel={mmPerPixel} onScale={onScale} />}
        {busy && <span className={styles.busy} role="status">{t("annotate.assist.busy")}</span>}
        {proposed > 0 && (
          <>
            <span className={styles.field} data-test="proposed">{t("annotate.assist.proposed", { count: proposed })}</span>
            <Button size="small" type="primary" onMouseDown={(event) => event.preventDefault()} onClick={() => annotator.accept()} data-test="accept-shape">
              {`${t("annotate.assist.accept")} · ${sign("annotate", "annotate.go.accept", "enter")}`}
            </Button>
            <Button size="small" onMouseDown={(event) => event.preventDefault()} onClick={() => annotator.refuse()} data-test="refuse-shape">
              {`${t("annotate.assist.refuse")} · ${sign("annotate", "annotate.key.cancel", "escape")}`}
            </Button>
          </>
        )}
      </div>
    </ConfigProvider>
  );
}
