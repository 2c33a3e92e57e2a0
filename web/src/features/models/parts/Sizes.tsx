import { useTranslation } from "@/i18n";
import { Block } from "@/components/Block";
import { useFormat } from "@/hooks/useFormat";
import type { SizeResult } from "../lib/judged";
import { shareText } from "../lib/share";
import { wilson } from "../lib/wilson";
import styles from "./Sizes.module.css";

/** How many defects were found, by their size, with the interval as a thin line. */
export function Sizes({ sizes }: { sizes: readonly SizeResult[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Block title={t("models.sizes.title")}>
      <table className={styles.table}>
        <thead className="visually-hidden">
          <tr><th>{t("models.sizes.size")}</th><th>{t("models.sizes.found")}</th><th>{t("models.sizes.count")}</th></tr>
        </thead>
        <tbody>
          {sizes.map((one) => {
            const [low, high] = wilson(one.found, one.defects);
            const share = one.defects ? one.found / one.defects : null;
            return (
              <tr key={one.label}>
                <th scope="row">{one.label}</th>
                <td className={styles.bar} title={one.defects ? t("models.figure.interval", { low: shareText(low, format.language), high: shareText(high, format.language) }) : undefined}>
                  {share !== null && (
                    <>
                      <span className={styles.fill} style={{ width: `${share * 100}%` }} />
                      <span className={styles.interval} style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }} />
                    </>
                  )}
                </td>
                <td className="number">{shareText(share, format.language)}</td>
                <td className={`number ${styles.count}`}>{t("models.figure.count", { part: format.count(one.found), all: format.count(one.defects) })}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className={styles.note}>{t("models.sizes.note")}</p>
    </Block>
  );
}
