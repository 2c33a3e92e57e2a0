import { useState } from "react";
import { Button, Modal } from "antd";
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { keys } from "@/api/keys";
import { evaluationHeat } from "@/api/models";
import { getPicture, pictureFile } from "@/api/pictures";
import { ErrorNote } from "@/components/ErrorNote";
import { HeatOverlay } from "@/components/HeatOverlay";
import { StateTag } from "@/components/StateTag";
import { useFormat } from "@/hooks/useFormat";
import { useKeys } from "@/hooks/useKeys";
import { useModelClass } from "@/hooks/useModelClass";
import type { OverlayBox } from "@/lib/boxes";
import { isFound, type Boxes } from "../lib/boxes";
import { boxMistakes } from "../lib/gallery";
import { isNg, isOtherClass, mistakeOf, type Judged } from "../lib/judged";
import { JudgedBead } from "./Beads";
import { JudgedBoard } from "./Components";
import { JudgedTexts } from "./Texts";
import styles from "./Viewer.module.css";

const boxWords = { found: "models.viewer.boxes_right", missed: "models.viewer.boxes_missed", needless: "models.viewer.boxes_false" } as const;

type Props = {
  model: string;
  picture: Judged;
  threshold: number;
  place: number;
  total: number;
  onStep: (step: 1 | -1) => void;
  onClose: () => void;
};

/** One judged picture, as large as can be, with what the model saw in it. */
export function Viewer({ model, picture, threshold, place, total, onStep, onClose }: Props) {
  const { t } = useTranslation();
  const [heatOn, setHeatOn] = useState(true);
  useKeys([
    { keys: ["arrowleft", "a"], meaning: "models.keys.previous", run: () => onStep(-1) },
    { keys: ["arrowright", "d"], meaning: "models.keys.next", run: () => onStep(1) },
    { keys: ["h"], meaning: "models.keys.heat", run: () => setHeatOn((on) => !on) },
  ]);
  return (
    <Modal
      open onCancel={onClose} footer={null} width="min(1180px, 96vw)" centered className={styles.modal} keyboard
      title={
        <span className={styles.title}>
          <span className={styles.name}>{picture.name}</span>
          {place > 0 && <span className={styles.place}>{t("models.viewer.place", { n: place, total })}</span>}
        </span>
      }
    >
      <div className={styles.body}>
        <div className={styles.stage}>
          <Look model={model} picture={picture} heatOn={heatOn} threshold={threshold} />
          <Button className={styles.previous} shape="circle" icon={<LeftOutlined />} aria-label={t("models.keys.previous")} disabled={place === 1} onClick={() => onStep(-1)} />
          <Button className={styles.next} shape="circle" icon={<RightOutlined />} aria-label={t("models.keys.next")} disabled={place === total} onClick={() => onStep(1)} />
        </div>
        <Facts picture={picture} threshold={threshold} />
        {picture.components.length > 0 && <div className={styles.below}><JudgedBoard model={model} picture={picture} /></div>}
        {picture.texts.length > 0 && <div className={styles.below}><JudgedTexts model={model} picture={picture} /></div>}
        {picture.bead && <div className={styles.below}><JudgedBead model={model} picture={picture} /></div>}
      </div>
    </Modal>
  );
}

/** Picture and heat map. Pictures keep their size in the data set, which the evaluation does not tell. */
export function Look({ model, picture, heatOn, threshold }: { model: string; picture: Judged; heatOn: boolean; threshold: number }) {
  const drawn = useBoxes();
  const query = useQuery({ queryKey: keys.picture(picture.pictureId), queryFn: () => getPicture(picture.pictureId), staleTime: Infinity });
  if (query.error) return <ErrorNote error={query.error} />;
  if (!query.data) return <div className={styles.wait} />;
  return (
    <div className={styles.look} style={{ maxWidth: `min(100%, calc((100vh - 230px) * ${query.data.width / query.data.height}))` }}>
      <HeatOverlay
        picture={pictureFile(picture.pictureId)} heat={picture.heat && heatOn && !picture.boxes ? evaluationHeat(model, picture.index) : null}
        alt={picture.name} width={query.data.width} height={query.data.height}
        boxes={picture.boxes && heatOn ? drawn(picture.boxes, threshold) : []}
      />
    </div>
  );
}

/** Boxes of the model from the threshold on, and dashed those of people: found in their colour, missed in red. */
function useBoxes(): (boxes: Boxes, threshold: number) => OverlayBox[] {
  const { t } = useTranslation();
  const modelClass = useModelClass();
  const format = useFormat();
  return (boxes, threshold) => [
    ...boxes.marked.map((one) => ({
      bbox: one.bbox, dashed: true, colour: isFound(one, threshold) ? "#e8edf1" : "#ff4d4f",
      ...(isFound(one, threshold) ? {} : { text: one.class ? modelClass(one.class).name : t("models.detect.untold") }),
    })),
    ...boxes.told.filter((one) => one.score >= threshold).map((one) => ({
      bbox: one.bbox, colour: one.right ? "#22c07a" : "#ffb020", text: t("models.viewer.box", { name: modelClass(one.class).name, score: format.score(one.score) }),
    })),
  ];
}

function Facts({ picture, threshold }: { picture: Judged; threshold: number }) {
  const { t } = useTranslation();
  const modelClass = useModelClass();
  const format = useFormat();
  const ng = isNg(picture, threshold);
  const mistake = mistakeOf(picture, threshold);
  const boxes = boxMistakes(picture, threshold);
  return (
    <dl className={styles.facts}>
      <dt>{t("models.viewer.verdict")}</dt>
      <dd><StateTag state={ng ? "ng" : "ok"} /></dd>
      <dt>{t("models.viewer.truth")}</dt>
      <dd><StateTag state={picture.bad ? "bad" : "good"} text={picture.truth ? modelClass(picture.truth).name : undefined} /></dd>
      {mistake && (
        <>
          <dt>{t("models.viewer.result")}</dt>
          <dd className={styles.mistake} data-kind={mistake}>{t(`models.verdicts.${mistake}`)}</dd>
        </>
      )}
      <dt>{t("models.viewer.score")}</dt>
      <dd className="number">{Number.isFinite(picture.score) ? format.score(picture.score) : "–"}</dd>
      <dt>{t("models.threshold.title")}</dt>
      <dd className="number">{format.score(threshold)}</dd>
      {picture.predicted && (
        <>
          <dt>{t("models.viewer.predicted")}</dt>
          <dd className={isOtherClass(picture) ? styles.other : undefined}>{modelClass(picture.predicted).name}</dd>
        </>
      )}
      {picture.boxes && (
        <>
          <dt>{t("models.viewer.boxes")}</dt>
          <dd className="number" data-test="box-counts">
            {(["found", "missed", "needless"] as const).filter((one) => boxes[one] > 0).map((one) => <div key={one}>{t(boxWords[one], { n: boxes[one] })}</div>)}
            {boxes.found + boxes.missed + boxes.needless === 0 && "–"}
          </dd>
          <dd className={styles.keys}>{t("models.viewer.legend")}</dd>
        </>
      )}
      <dd className={styles.keys}>{t("models.viewer.keys")}</dd>
    </dl>
  );
}
