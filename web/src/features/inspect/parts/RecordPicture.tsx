import { useTranslation } from "@/i18n";
import { recordHeat, recordPicture } from "@/api/records";
import type { Record_ } from "@/api/contract";
import { HeatOverlay } from "@/components/HeatOverlay";
import { useRegions } from "@/hooks/useRegions";
import styles from "./RecordPicture.module.css";

/** The picture of a verdict with what the model saw. `room` is the height there is, as CSS. */
export function RecordPicture({ record, heatOn = true, room }: { record: Record_; heatOn?: boolean; room: string }) {
  const { t } = useTranslation();
  const drawn = useRegions();
  if (!record.picture) {
    return (
      <div className={styles.none}>
        {record.serial && <strong className={styles.serial}>{record.serial}</strong>}
        <span>{t("inspect.no_picture")}</span>
      </div>
    );
  }
  return (
    <div className={styles.fit} style={{ maxWidth: `min(100%, calc((${room}) * ${record.width / Math.max(1, record.height)}))` }}>
      <HeatOverlay
        picture={recordPicture(record.id)} heat={record.heat && heatOn ? recordHeat(record.id) : null}
        alt={t("inspect.picture_of", { serial: record.serial ?? record.id })} width={record.width} height={record.height}
        {...(heatOn ? drawn(record.regions, record.verdict) : {})}
      />
    </div>
  );
}
