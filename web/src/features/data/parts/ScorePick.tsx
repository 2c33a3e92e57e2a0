import { Select } from "antd";
import { useTranslation } from "@/i18n";
import { PROPOSED, type Scores } from "../useScores";
import styles from "./Pictures.module.css";

/** Whose scores stand on the pictures of the wall. */
export function ScorePick({ scores }: { scores: Scores }) {
  const { t } = useTranslation();
  const { models, chosen, choose, judged } = scores;
  // Of a model that is not known here nothing can be shown.
  const known = chosen === PROPOSED || models.some((one) => one.id === chosen);
  return (
    <span className={styles.scorePick}>
      <Select
        size="small" value={known ? chosen : undefined} placeholder={t("bulk.scores.pick")} allowClear style={{ width: 190 }} aria-label={t("bulk.scores.pick")} data-test="score-pick"
        onChange={(next: string | undefined) => choose(next)}
        options={[
          { value: PROPOSED, label: t("bulk.scores.proposed") },
          ...models.map((one) => ({ value: one.id, label: t("bulk.scores.model", { number: one.number, name: one.name }) })),
        ]}
      />
      {judged !== null && <span className={styles.judged} role="status">{t("bulk.scores.judged", { n: judged })}</span>}
    </span>
  );
}
