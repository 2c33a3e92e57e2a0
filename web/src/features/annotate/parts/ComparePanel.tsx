import { Radio } from "antd";
import { pictureThumb } from "@/api/pictures";
import type { Picture } from "@/api/contract";
import { useKeySign } from "@/hooks/useKeys";
import { useTranslation } from "@/i18n";
import type { useCompare } from "../useCompare";
import styles from "./ComparePicker.module.css";

/** So many pictures are offered; others are near by when one walks on. */
const OFFERED = 24;

type Props = { compare: ReturnType<typeof useCompare>; items: readonly Picture[]; index: number };

/** Which picture is compared with, and how. Good ones come first. */
export function ComparePanel({ compare, items, index }: Props) {
  const { t } = useTranslation();
  const sign = useKeySign();
  const others = items
    .map((one, at) => ({ one, far: Math.abs(at - index) }))
    .filter(({ far }) => far > 0)
    .sort((a, b) => Number(b.one.verdict === "good") - Number(a.one.verdict === "good") || a.far - b.far)
    .slice(0, OFFERED);
  return (
    <div className={styles.panel}>
      <Radio.Group size="small" value={compare.mode} onChange={(event) => compare.setMode(event.target.value as typeof compare.mode)}>
        <Radio.Button value="off">{t("annotate.compare.off")}</Radio.Button>
        <Radio.Button value="side">{`${t("annotate.compare.side")} · ${sign("annotate", "annotate.compare.side", "x")}`}</Radio.Button>
        <Radio.Button value="blink">{`${t("annotate.compare.blink")} · ${sign("annotate", "annotate.compare.blink", "z")}`}</Radio.Button>
      </Radio.Group>
      {others.length === 0 ? (
        <p>{t("annotate.compare.none")}</p>
      ) : (
        <div className={styles.wall} role="listbox" aria-label={t("annotate.compare.with")}>
          {others.map(({ one }) => (
            <button
              key={one.id} type="button" role="option" className={styles.cell} aria-selected={one.id === compare.otherId} aria-label={one.name} title={one.name}
              data-verdict={one.verdict ?? "none"}
              onClick={() => {
                compare.choose(one.id);
                if (compare.mode === "off") compare.setMode("side");
              }}
            >
              <img src={pictureThumb(one.id)} alt="" loading="lazy" decoding="async" />
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
