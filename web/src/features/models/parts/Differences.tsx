import { Modal } from "antd";
import { useTranslation } from "@/i18n";
import { pictureThumb } from "@/api/pictures";
import type { Model } from "@/api/contract";
import { EmptyState } from "@/components/EmptyState";
import { StateTag } from "@/components/StateTag";
import { Wall } from "@/components/Wall";
import { useFormat } from "@/hooks/useFormat";
import { useKeys } from "@/hooks/useKeys";
import { useModelClass } from "@/hooks/useModelClass";
import { useSearch } from "@/hooks/useSearch";
import type { Difference } from "../lib/compare";
import { Look } from "./Viewer";
import styles from "./Differences.module.css";

/** Pictures that the two judge differently, and who is right. */
export function Differences({ a, b, list }: { a: Model; b: Model; list: readonly Difference[] }) {
  const { t } = useTranslation();
  const modelClass = useModelClass();
  const format = useFormat();
  const search = useSearch();
  const look = search.get("look");
  const at = list.findIndex((one) => one.a.pictureId === look);
  const looked = list[at];
  const rightB = list.filter((one) => one.right === "b").length;
  return (
    <section className={styles.block} aria-label={t("models.compare.differ", { n: list.length })}>
      <header className={styles.head}>
        <h2>{t("models.compare.differ", { n: list.length })}</h2>
        {list.length > 0 && <span className={styles.soft}>{t("models.compare.who", { a: list.length - rightB, b: rightB })}</span>}
      </header>
      {list.length === 0 ? (
        <EmptyState text={t("models.compare.none_differ")} />
      ) : (
        <div className={styles.wall}>
          <Wall
            items={list} total={list.length} label={t("models.compare.differ", { n: list.length })}
            idOf={(one) => one.a.pictureId} thumbOf={(one) => pictureThumb(one.a.pictureId)} nameOf={(one) => one.a.name}
            edgeOf={(one) => (one.a.bad ? "ng" : "ok")}
            caption={(one) => t("models.compare.caption", { side: one.right.toUpperCase(), truth: one.a.truth ? modelClass(one.a.truth).name : "" })}
            onLook={(one) => search.set({ look: one.a.pictureId }, { push: true })}
          />
        </div>
      )}
      {looked && (
        <Pictures
          a={a} b={b} difference={looked} onClose={() => search.set({ look: undefined })}
          onStep={(step) => search.set({ look: list[Math.min(list.length - 1, Math.max(0, at + step))]?.a.pictureId })}
          scoreOf={(score) => (Number.isFinite(score) ? format.score(score) : "–")}
        />
      )}
    </section>
  );
}

type PicturesProps = { a: Model; b: Model; difference: Difference; onClose: () => void; onStep: (step: 1 | -1) => void; scoreOf: (score: number) => string };

function Pictures({ a, b, difference, onClose, onStep, scoreOf }: PicturesProps) {
  const { t } = useTranslation();
  const modelClass = useModelClass();
  useKeys([
    { keys: ["arrowleft", "a"], meaning: "models.keys.previous", run: () => onStep(-1) },
    { keys: ["arrowright", "d"], meaning: "models.keys.next", run: () => onStep(1) },
  ]);
  const sides = [
    { letter: "A", model: a, picture: difference.a, ng: difference.a_ng },
    { letter: "B", model: b, picture: difference.b, ng: difference.b_ng },
  ];
  return (
    <Modal open footer={null} onCancel={onClose} width="min(1200px, 96vw)" centered title={difference.a.name}>
      <p className={styles.truth}>
        {t("models.viewer.truth")} <StateTag state={difference.a.bad ? "bad" : "good"} text={difference.a.truth ? modelClass(difference.a.truth).name : undefined} />
      </p>
      <div className={styles.sides}>
        {sides.map((side) => (
          <div key={side.letter} className={styles.side}>
            <div className={styles.sideHead}>
              <b>{t("models.compare.of", { side: side.letter, name: side.model.name })}</b>
              <StateTag state={side.ng ? "ng" : "ok"} />
              <span className="number">{scoreOf(side.picture.score)}</span>
            </div>
            <Look model={side.model.id} picture={side.picture} heatOn threshold={side.model.threshold} />
          </div>
        ))}
      </div>
    </Modal>
  );
}
