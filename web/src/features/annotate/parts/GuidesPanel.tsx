import { InputNumber, Switch } from "antd";
import { useKeySign } from "@/hooks/useKeys";
import { useTranslation } from "@/i18n";
import { commands, type Annotator, type Settings } from "@/modules/annotator";
import styles from "./ViewBar.module.css";

const switches = ["snap", "grid", "crosshair", "minimap"] as const;

/** Snapping, grid and the like, each with its key. */
export function GuidesPanel({ annotator, settings }: { annotator: Annotator; settings: Settings }) {
  const { t } = useTranslation();
  const sign = useKeySign();
  return (
    <div className={styles.guides}>
      {switches.map((name) => (
        <label key={name} className={styles.guide}>
          <Switch size="small" checked={settings[name]} onChange={(on) => annotator.set({ [name]: on })} data-test={`set-${name}`} />
          <span>{t(`annotate.do.${name}`)}</span>
          <kbd>{sign("annotate", `annotate.do.${name}`, commands.find((one) => one.name === name)?.keys[0] ?? "")}</kbd>
        </label>
      ))}
      <label className={styles.guide}>
        <InputNumber size="small" min={2} max={512} value={settings.gridStep} onChange={(step) => step !== null && annotator.set({ gridStep: step })} style={{ width: 64 }} />
        <span>{t("annotate.guides.step")}</span>
      </label>
    </div>
  );
}
