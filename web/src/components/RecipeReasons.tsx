import { useTranslation } from "@/i18n";
import type { RecipeReason } from "@/api/contract";
import { placeOf, sayReason } from "@/lib/recipeWords";
import { StateTag } from "./StateTag";
import styles from "./RecipeReasons.module.css";

type Props = { reasons: readonly RecipeReason[]; chosen?: number | null; onChoose?: (index: number) => void };

/** Every reason of a verdict: where, what was measured, and the limit. */
export function RecipeReasons({ reasons, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  if (reasons.length === 0) return <p className={styles.none}>{t("recipes.reasons.none")}</p>;
  return (
    <ul className={styles.list} aria-label={t("recipes.reasons.title")}>
      {reasons.map((reason, index) => {
        const inner = (
          <>
            <StateTag state={reason.verdict} bare />
            <span><b>{placeOf(reason)}</b> {sayReason(t, reason)}</span>
          </>
        );
        return (
          <li key={index}>
            {onChoose ? <button type="button" className={styles.row} aria-pressed={chosen === index} onClick={() => onChoose(index)}>{inner}</button> : <div className={styles.row}>{inner}</div>}
          </li>
        );
      })}
    </ul>
  );
}
