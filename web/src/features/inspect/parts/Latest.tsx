import { Button } from "antd";
import { useTranslation } from "@/i18n";
import { Link } from "react-router";
import type { Record_ } from "@/api/contract";
import { useFormat } from "@/hooks/useFormat";
import { useModelClass } from "@/hooks/useModelClass";
import { RecordPicture } from "./RecordPicture";
import styles from "./Latest.module.css";

/** The newest verdict, readable from a step away. */
export function Latest({ record, newest, onNewest }: { record: Record_; newest: boolean; onNewest: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const modelClass = useModelClass();
  return (
    <section className={styles.latest} data-verdict={record.verdict} aria-label={t("inspect.live.latest")}>
      <div className={styles.head}>
        <span className={styles.verdict} role="status">{t(`common.state.${record.verdict}`)}</span>
        <dl className={styles.facts}>
          <div><dt>{t("inspect.field.serial")}</dt><dd>{record.serial ?? "–"}</dd></div>
          <div><dt>{t("inspect.field.time")}</dt><dd>{format.clock(record.at)}</dd></div>
          <div><dt>{t("inspect.field.score")}</dt><dd>{format.score(record.score)}</dd></div>
          {record.class && <div><dt>{t("inspect.field.class")}</dt><dd>{modelClass(record.class).name}</dd></div>}
          <div><dt>{t("inspect.field.took")}</dt><dd>{format.milliseconds(record.ms_total)}</dd></div>
        </dl>
        <span className={styles.more}>
          {!newest && <Button size="small" onClick={onNewest}>{t("inspect.live.to_newest")}</Button>}
          <Link to={`records/${record.id}`}>{t("inspect.live.details")}</Link>
        </span>
      </div>
      <div className={styles.stage}><RecordPicture record={record} room="100cqh - 330px" /></div>
    </section>
  );
}
