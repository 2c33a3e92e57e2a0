// Below the canvas while a model proposes something of the picture: what, how sure, and yes or no by one key each.
import { Button, ConfigProvider, Slider } from "antd";
import type { Proposal } from "@/api/prelabels";
import type { Class } from "@/api/contract";
import { ClassDot } from "@/components/ClassDot";
import { StateTag } from "@/components/StateTag";
import { useKeySign } from "@/hooks/useKeys";
import { useTranslation } from "@/i18n";
import { canvasTheme } from "@/lib/canvasTheme";
import type { Shown } from "../lib/proposal";
import styles from "./ProposalBar.module.css";

type Props = {
  proposal: Proposal;
  shown: Shown;
  classes: readonly Class[];
  floor: number;
  onFloor: (floor: number) => void;
  /** Going on takes all of it over. */
  untouched: boolean;
  onAcceptNext: () => void;
  onAcceptAll: () => void;
  onAcceptOne: () => void;
  onRefuse: () => void;
};

export function ProposalBar({ proposal, shown, classes, floor, onFloor, untouched, onAcceptNext, onAcceptAll, onAcceptOne, onRefuse }: Props) {
  const { t } = useTranslation();
  const sign = useKeySign();
  const placed = proposal.regions.length > 0;
  const whole = classes.find((one) => one.id === proposal.class_id);
  const some = placed ? shown.places.length > 0 : true;
  const button = (label: string, key: string, run: () => void, test: string, primary = false, disabled = false) => (
    <Button size="small" type={primary ? "primary" : "default"} disabled={disabled} onMouseDown={(event) => event.preventDefault()} onClick={run} data-test={test}>
      {`${label} · ${key}`}
    </Button>
  );
  return (
    <ConfigProvider theme={canvasTheme}>
      <div className={styles.bar} data-test="proposal" data-places={shown.places.length}>
        <span title={proposal.model?.name}>{proposal.model ? t("assist.says", { number: proposal.model.number }) : t("assist.reader_says")}</span>
        <span className={styles.field}>
          <StateTag state={proposal.bad ? "bad" : "good"} />
          {whole && <ClassDot colour={whole.colour} name={whole.name} />}
          {t("assist.score", { score: proposal.score.toFixed(2) })}
        </span>
        {placed && (
          <>
            <span className={styles.field}>{[t("assist.places", { n: shown.places.length }), ...(shown.below > 0 ? [t("assist.hidden", { n: shown.below })] : [])].join(" · ")}</span>
            <label className={styles.field}>
              {`${t("assist.floor")} ${floor.toFixed(2)}`}
              <Slider min={0} max={1} step={0.01} value={floor} onChange={onFloor} style={{ width: 110, margin: "0 6px" }} aria-label={t("assist.floor")} />
            </label>
          </>
        )}
        {untouched && button(t("assist.accept_next"), sign("annotate", "annotate.go.accept", "enter"), onAcceptNext, "proposal-next", true)}
        {placed && button(t("assist.accept_all"), sign("annotate", "assist.accept_all", "shift+a"), onAcceptAll, "proposal-all", !untouched, !some)}
        {placed && button(t("assist.accept_one_short"), sign("annotate", "assist.accept_one", "shift+q"), onAcceptOne, "proposal-one", false, !some)}
        {button(t("assist.refuse_short"), sign("annotate", "assist.refuse", "shift+x"), onRefuse, "proposal-refuse")}
      </div>
    </ConfigProvider>
  );
}
