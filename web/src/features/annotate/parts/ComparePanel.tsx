import { useEffect } from "react";
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

/** Which picture is compared with, and how. The golden one comes first, then good ones. */
export function ComparePanel({ compare, items, index }: Props) {
  const { t } = useTranslation();
  const sign = useKeySign();
  const { look } = compare;
  useEffect(look, [look]);
  const others = items
    .map((one, at) => ({ one, far: Math.abs(at - index) }))
    .filter(({ far }) => far > 0)
    .sort((a, b) => Number(b.one.verdict === "good") - Number(a.one.verdict === "good") || a.far - b.far)
    .slice(0, OFFERED);
  const { golden } = compare;
  const shown = others.map(({ one }) => one).filter((one) => one.id !== golden?.id);
  if (golden && golden.id !== items[index]?.id) shown.unshift(golden);
  const nameOf = (one: Picture) => (one.id === golden?.id ? t("annotate.compare.golden", { name: one.name }) : one.name);
  return (
    <div className={styles.panel}>
      <Radio.Group size="small" value={compare.mode} onChange={(event) => compare.setMode(event.target.value as typeof compare.mode)}>
        <Radio.Button value="off">{t("annotate.compare.off")}</Radio.Button>
        <Radio.Button value="side">{`${t("annotate.compare.side")} · ${sign("annotate", "annotate.compare.side", "x")}`}</Radio.Button>
        <Radio.Button value="blink">{`${t("annotate.compare.blink")} · ${sign("annotate", "annotate.compare.blink", "z")}`}</Radio.Button>
      </Radio.Group>
      {shown.length === 0 ? (
        <p>{t("annotate.compare.none")}</p>
      ) : (
        <div className={styles.wall} role="listbox" aria-label={t("annotate.compare.with")}>
          {shown.map((one) => (
            <button
              key={one.id} type="button" role="option" className={styles.cell} aria-selected={one.id === compare.otherId} aria-label={nameOf(one)} title={nameOf(one)}
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
