import { Alert, Button, Space } from "antd";
import { useTranslation } from "@/i18n";
import type { Annotation } from "@/api/contract";
import { StateTag } from "@/components/StateTag";
import { TimeAgo } from "@/components/TimeAgo";
import type { Document } from "@/modules/annotator";
import styles from "./ConflictNote.module.css";

type Props = { mine: Document; theirs: Annotation | null; onTheirs: () => void; onMine: () => void; onBoth: () => void };

/** Two people labelled the same picture: shows both, and lets this one decide. Whatever is chosen can be taken back. */
export function ConflictNote({ mine, theirs, onTheirs, onMine, onBoth }: Props) {
  const { t } = useTranslation();
  const side = (name: string, said: Pick<Document, "verdict"> & { regions: readonly unknown[] }) => (
    <>
      <dt>{name}</dt>
      <dd>
        <StateTag state={said.verdict ?? "unlabelled"} />
        <span>{t("annotate.save.places", { n: said.regions.length })}</span>
      </dd>
    </>
  );
  return (
    <Alert
      className={styles.note}
      type="warning"
      showIcon
      data-test="conflict"
      message={t("annotate.save.conflict")}
      description={
        theirs && (
          <>
            <dl className={styles.sides}>
              {side(t("annotate.save.mine"), mine)}
              {side(theirs.updated_by ?? t("annotate.save.theirs"), theirs)}
            </dl>
            <p className={styles.hint}>
              <TimeAgo at={theirs.updated_at} />
              {" · "}
              {t("annotate.save.both_shown")}
            </p>
            <Space wrap>
              <Button size="small" type="primary" onClick={onBoth} data-test="keep-both">{t("annotate.save.keep_both")}</Button>
              <Button size="small" onClick={onTheirs} data-test="keep-theirs">{t("annotate.save.keep_theirs")}</Button>
              <Button size="small" onClick={onMine} data-test="keep-mine">{t("annotate.save.keep_mine")}</Button>
            </Space>
          </>
        )
      }
    />
  );
}
