import { useEffect, useState, type CSSProperties } from "react";
import { useTranslation } from "@/i18n";
import type { Id, ModelTask, Prediction } from "@/api/contract";
import { BeadView } from "@/components/BeadView";
import { BoardView } from "@/components/BoardView";
import { GoldenView } from "@/components/GoldenView";
import { HeatOverlay } from "@/components/HeatOverlay";
import { TextView } from "@/components/TextView";
import { useFormat } from "@/hooks/useFormat";
import { useModelClass } from "@/hooks/useModelClass";
import { useRegions } from "@/hooks/useRegions";
import styles from "./Judged.module.css";

type Size = { width: number; height: number };

/** A picture with what the service said of it. */
export function Judged({ name, url, prediction, model, task }: { name: string; url: string; prediction: Prediction; model: Id; task: ModelTask | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const modelClass = useModelClass();
  const drawn = useRegions()(prediction.regions, prediction.verdict);
  const [size, setSize] = useState<(Size & { url: string }) | "unshown" | null>(null);
  useEffect(() => {
    const image = new Image();
    image.onload = () => setSize({ url, width: image.naturalWidth, height: image.naturalHeight });
    image.onerror = () => setSize("unshown");
    image.src = url;
    return () => {
      image.onload = image.onerror = null;
    };
  }, [url]);
  const picture = size !== null && size !== "unshown" && size.url === url ? size : null;
  const scores = Object.entries(prediction.scores).sort(([, a], [, b]) => b - a);
  return (
    <div className={styles.judged}>
      <div className={styles.stage}>
        {size === "unshown" && <p className={styles.unshown}>{t("services.try.unshown")}</p>}
        {size !== null && size !== "unshown" && size.url === url && (
          <div style={{ width: "100%", maxWidth: `calc(420px * ${size.width / size.height})`, marginInline: "auto" }}>
            <HeatOverlay
              picture={url} alt={name} width={size.width} height={size.height}
              heat={prediction.heat_png ? `data:image/png;base64,${prediction.heat_png}` : null}
              {...drawn}
            />
          </div>
        )}
      </div>
      <div className={styles.said}>
        <div className={styles.verdict} data-verdict={prediction.verdict} data-test="try-verdict">{t(`common.state.${prediction.verdict}`)}</div>
        <dl className={styles.facts}>
          <dt>{t("models.viewer.score")}</dt>
          <dd className="number">{format.score(prediction.score)}</dd>
          {prediction.class && <><dt>{t("services.try.class")}</dt><dd>{modelClass(prediction.class).name}</dd></>}
          <dt>{t("services.try.regions")}</dt>
          <dd className="number">{prediction.regions.length}</dd>
          <dt>{t("services.try.time")}</dt>
          <dd className="number" title={t("services.try.time_parts", { decode: format.milliseconds(prediction.ms.decode), run: format.milliseconds(prediction.ms.run) })}>{format.milliseconds(prediction.ms.total)}</dd>
        </dl>
        {scores.length > 1 && (
          <ul className={styles.scores}>
            {scores.slice(0, 6).map(([klass, value]) => (
              <li key={klass}><span>{modelClass(klass).name}</span><span className={styles.bar} style={{ "--share": value } as CSSProperties} /><span className="number">{format.score(value)}</span></li>
            ))}
          </ul>
        )}
      </div>
      {Object.keys(prediction.components).length > 0 && (
        <div className={styles.below}>
          <BoardView model={model} components={prediction.components} regions={prediction.regions} picture={picture} />
        </div>
      )}
      {prediction.texts.length > 0 && <div className={styles.below}><TextView texts={prediction.texts} picture={picture} /></div>}
      {task === "compare" && picture && prediction.regions.length > 0 && <div className={styles.below}><GoldenView model={model} regions={prediction.regions} picture={picture} /></div>}
      {prediction.bead && <div className={styles.below}><BeadView bead={prediction.bead} picture={url} name={name} /></div>}
    </div>
  );
}

