import { useTranslation } from "@/i18n";
import { recordThumb } from "@/api/records";
import type { Id, Record_ } from "@/api/contract";
import { StateTag } from "@/components/StateTag";
import { useFormat } from "@/hooks/useFormat";
import { useModelClass } from "@/hooks/useModelClass";
import styles from "./LiveList.module.css";

export function LiveList({ records, chosen, onChoose }: { records: readonly Record_[]; chosen: Id; onChoose: (id: Id) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const modelClass = useModelClass();
  return (
    <section className={styles.box} aria-label={t("inspect.live.list")}>
      <ol className={styles.list}>
        {records.map((record) => (
          <li key={record.id}>
            <button type="button" className={styles.row} aria-pressed={record.id === chosen} data-verdict={record.verdict} onClick={() => onChoose(record.id)}>
              {record.picture ? <img className={styles.thumb} src={recordThumb(record.id)} alt="" loading="lazy" /> : <span className={styles.thumb} />}
              <span className={styles.main}>
                <StateTag state={record.verdict} />
                <span className={styles.serial}>{record.serial ?? (record.class ? modelClass(record.class).name : "")}</span>
              </span>
              <span className={styles.side}>
                <span>{format.clock(record.at)}</span>
                <span>{format.score(record.score)}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
