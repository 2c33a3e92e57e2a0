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
import { isNg, isOtherClass, mistakeOf, type Judged } from "../lib/judged";
import styles from "./Viewer.module.css";

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
          <Look model={model} picture={picture} heatOn={heatOn} />
          <Button className={styles.previous} shape="circle" icon={<LeftOutlined />} aria-label={t("models.keys.previous")} disabled={place === 1} onClick={() => onStep(-1)} />
          <Button className={styles.next} shape="circle" icon={<RightOutlined />} aria-label={t("models.keys.next")} disabled={place === total} onClick={() => onStep(1)} />
        </div>
        <Facts picture={picture} threshold={threshold} />
      </div>
    </Modal>
  );
}

/** Picture and heat map. Pictures keep their size in the data set, which the evaluation does not tell. */
export function Look({ model, picture, heatOn }: { model: string; picture: Judged; heatOn: boolean }) {
  const query = useQuery({ queryKey: keys.picture(picture.pictureId), queryFn: () => getPicture(picture.pictureId), staleTime: Infinity });
  if (query.error) return <ErrorNote error={query.error} />;
  if (!query.data) return <div className={styles.wait} />;
  return (
    <div className={styles.look} style={{ maxWidth: `min(100%, calc((100vh - 230px) * ${query.data.width / query.data.height}))` }}>
      <HeatOverlay
        picture={pictureFile(picture.pictureId)} heat={picture.heat && heatOn ? evaluationHeat(model, picture.index) : null}
        alt={picture.name} width={query.data.width} height={query.data.height}
      />
    </div>
  );
}

function Facts({ picture, threshold }: { picture: Judged; threshold: number }) {
  const { t } = useTranslation();
  const modelClass = useModelClass();
  const format = useFormat();
  const ng = isNg(picture, threshold);
  const mistake = mistakeOf(picture, threshold);
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
      <dd className={styles.keys}>{t("models.viewer.keys")}</dd>
    </dl>
  );
}
