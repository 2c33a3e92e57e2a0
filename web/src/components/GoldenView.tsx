// Places where a picture differs from the golden one: each beside the same place there.
import { useTranslation } from "@/i18n";
import { goldenPicture } from "@/api/models";
import type { FoundRegion, Id } from "@/api/contract";
import { useFormat } from "@/hooks/useFormat";
import { useModelClass } from "@/hooks/useModelClass";
import { Crop } from "./Crop";
import styles from "./BoardView.module.css";

type Props = { model: Id; regions: readonly FoundRegion[]; picture: { url: string; width: number; height: number } };

const MOST = 24;

export function GoldenView({ model, regions, picture }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const modelClass = useModelClass();
  const { url, width, height } = picture;
  return (
    <section className={styles.board} aria-label={t("golden.view.title")} data-test="golden-view">
      <ul className={styles.list}>
        {regions.slice(0, MOST).map((one, i) => (
          <li key={i} className={styles.one} data-state="ng" data-test="difference">
            <div className={styles.facts}>
              <b>{one.class ? modelClass(one.class).name : "–"}</b>
              <span className="number">{format.score(one.score)}</span>
            </div>
            <div className={styles.pair}>
              <figure><Crop picture={url} width={width} height={height} bbox={one.bbox} label={t("golden.view.here", { n: i + 1 })} /><figcaption>{t("golden.view.this")}</figcaption></figure>
              <figure><Crop picture={goldenPicture(model)} width={width} height={height} bbox={one.bbox} label={t("golden.view.there", { n: i + 1 })} /><figcaption>{t("golden.view.golden")}</figcaption></figure>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
