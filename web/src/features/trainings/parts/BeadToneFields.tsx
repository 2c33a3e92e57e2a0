import { Button, InputNumber, Radio, Select } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "@/i18n";
import { ErrorNote } from "@/components/ErrorNote";
import type { Draft } from "../lib/beadPlan";
import { coloursAt, firstThreshold, placesOf, proposed, tones, type Threshold, type Tone } from "../lib/beadTone";
import styles from "../pages/BeadPlanPage.module.css";

type Props = { draft: Draft; picture: string | null; onChange: (threshold: Threshold | null) => void };

/** Whether good pictures teach what bead is, or light or colour alone tells it. */
export function BeadToneFields({ draft, picture, onChange }: Props) {
  const { t } = useTranslation();
  const { threshold } = draft;
  const scale = draft.mmPerPx ?? 0;
  const may = picture !== null && scale > 0 && (draft.widthMm ?? 0) > 0 && draft.path.length > 1;
  const propose = useMutation({
    mutationFn: async () => {
      const places = placesOf(draft.path, draft.closed, (draft.widthMm ?? 0) / scale, (draft.toleranceMm ?? 0) / scale);
      const [inside = [], outside = []] = await coloursAt(picture ?? "", [places.inside, places.outside]);
      return proposed(inside, outside);
    },
    onSuccess: (found) => found && onChange(found),
  });
  const number = (name: string, value: number, put: (value: number) => void) => (
    <label className={styles.field}>
      <span>{name}</span>
      <InputNumber className={styles.number} min={-255} max={255} value={value} aria-label={name} onChange={(next) => next !== null && put(next)} />
    </label>
  );
  return (
    <div className={styles.fields}>
      <Radio.Group
        value={threshold ? "tone" : "taught"} data-test="bead-by" onChange={(event) => onChange(event.target.value === "tone" ? firstThreshold : null)}
        options={[{ value: "taught", label: t("bead.by.taught") }, { value: "tone", label: t("bead.by.tone") }]}
      />
      <span className={styles.hint}>{t(threshold ? "bead.by.tone_hint" : "bead.by.taught_hint")}</span>
      {threshold && (
        <>
          <label className={styles.field}>
            <span>{t("bead.by.of")}</span>
            <Select value={threshold.of} aria-label={t("bead.by.of")} onChange={(of: Tone) => onChange({ ...threshold, of })} options={tones.map((one) => ({ value: one, label: t(`bead.tone.${one}`) }))} />
          </label>
          {number(t("bead.by.least"), threshold.least, (least) => onChange({ ...threshold, least }))}
          {number(t("bead.by.most"), threshold.most, (most) => onChange({ ...threshold, most }))}
          <div><Button size="small" disabled={!may} loading={propose.isPending} onClick={() => propose.mutate()}>{t("bead.by.propose")}</Button></div>
          {propose.data === null && <span role="status" className={styles.hint}>{t("bead.by.none")}</span>}
          <ErrorNote error={propose.error} />
        </>
      )}
    </div>
  );
}
