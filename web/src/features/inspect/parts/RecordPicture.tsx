import { useTranslation } from "@/i18n";
import { recordHeat, recordPicture } from "@/api/records";
import type { Record_ } from "@/api/contract";
import { HeatOverlay } from "@/components/HeatOverlay";
import { useProject } from "@/hooks/useProject";
import { useTheme } from "@/lib/theme";
import styles from "./RecordPicture.module.css";

/** The picture of a verdict with what the model saw. `room` is the height there is, as CSS. */
export function RecordPicture({ record, heatOn = true, room }: { record: Record_; heatOn?: boolean; room: string }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const { palette } = useTheme();
  if (!record.picture) {
    return (
      <div className={styles.none}>
        {record.serial && <strong className={styles.serial}>{record.serial}</strong>}
        <span>{t("inspect.no_picture")}</span>
      </div>
    );
  }
  // What an OK shows is no alarm.
  const colour = (name: string | null) =>
    record.verdict === "ok" ? "#b9c4ce" : (project.classes.find((one) => one.name === name)?.colour ?? palette.ng);
  return (
    <div className={styles.fit} style={{ maxWidth: `min(100%, calc((${room}) * ${record.width / Math.max(1, record.height)}))` }}>
      <HeatOverlay
        picture={recordPicture(record.id)} heat={record.heat && heatOn ? recordHeat(record.id) : null}
        alt={t("inspect.picture_of", { serial: record.serial ?? record.id })} width={record.width} height={record.height}
        outlines={heatOn ? record.regions.map((region) => ({ points: region.polygon, colour: colour(region.class) })) : []}
      />
    </div>
  );
}
