import { Switch } from "antd";
import { useTranslation } from "@/i18n";
import type { Class, Id, Record_ } from "@/api/contract";
import { RecipeReasons } from "@/components/RecipeReasons";
import { useFormat } from "@/hooks/useFormat";
import { useKeySign } from "@/hooks/useKeys";
import { useModelClass } from "@/hooks/useModelClass";
import type { Decision } from "../lib/queue";
import styles from "./RecheckPanel.module.css";

type Props = {
  record: Record_;
  classes: readonly Class[];
  decision: Decision | undefined;
  toDataset: boolean;
  onKeep: () => void;
  onGood: () => void;
  onBad: () => void;
  onClass: (id: Id) => void;
};

export function RecheckPanel({ record, classes, decision, toDataset, onKeep, onGood, onBad, onClass }: Props) {
  const { t } = useTranslation();
  const sign = useKeySign();
  const format = useFormat();
  const modelClass = useModelClass();
  return (
    <aside className={styles.panel}>
      <div className={styles.machine} data-verdict={record.verdict}>
        <span className={styles.faint}>{t("inspect.recheck.machine")}</span>
        <span className={styles.verdict}>{t(`common.state.${record.verdict}`)}</span>
        <span className={styles.faint}>{[format.score(record.score), record.class && modelClass(record.class).name, record.serial].filter(Boolean).join(" · ")}</span>
        <span className={styles.faint}>{format.moment(record.at)}</span>
      </div>
      {record.recipe && <RecipeReasons reasons={record.recipe.reasons} />}
      <p className={styles.ask}>{t("inspect.recheck.ask")}</p>
      <div className={styles.buttons}>
        <button type="button" data-test="is-ok" className={styles.good} aria-pressed={decision?.verdict === "ok"} onClick={onGood}>
          {t("common.state.ok")} <kbd>{sign("inspect", "inspect.keys.good", "g")}</kbd>
        </button>
        <button type="button" data-test="is-ng" className={styles.bad} aria-pressed={decision?.verdict === "ng"} onClick={onBad}>
          {t("common.state.ng")} <kbd>{sign("inspect", "inspect.keys.bad", "n")}</kbd>
        </button>
      </div>
      <ul className={styles.classes}>
        {classes.map((one, i) => (
          <li key={one.id}>
            <button type="button" className={styles.class} aria-pressed={decision?.class_id === one.id} onClick={() => onClass(one.id)}>
              <kbd>{sign("inspect", "inspect.keys.class", String(i + 1))}</kbd>
              <span className={styles.dot} style={{ background: one.colour }} />
              <span className={styles.name}>{one.name}</span>
            </button>
          </li>
        ))}
      </ul>
      {record.picture && (
        <label className={styles.keep}>
          <Switch size="small" checked={toDataset} onChange={onKeep} />
          <span>{t("inspect.recheck.to_dataset")}</span>
          <kbd>{sign("inspect", "inspect.keys.dataset", "d")}</kbd>
        </label>
      )}
      <p className={styles.hint}>{t("inspect.recheck.hint")}</p>
    </aside>
  );
}
