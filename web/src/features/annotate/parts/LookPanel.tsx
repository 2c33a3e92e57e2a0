import { Button, Radio, Slider } from "antd";
import { useTranslation } from "@/i18n";
import { channels, isPlain, plainLook, type Annotator, type Look } from "@/modules/annotator";

/** Brightness, contrast and channel of what is shown. */
export function LookPanel({ annotator, look }: { annotator: Annotator; look: Look }) {
  const { t } = useTranslation();
  const change = (part: Partial<Look>) => annotator.setLook({ ...look, ...part });
  return (
    <div style={{ width: 300, display: "grid", gap: 8 }}>
      <label>
        {t("annotate.look.brightness")}
        <Slider min={-100} max={100} ariaLabelForHandle={t("annotate.look.brightness")} value={look.brightness} onChange={(brightness) => change({ brightness })} />
      </label>
      <label>
        {t("annotate.look.contrast")}
        <Slider min={-100} max={100} ariaLabelForHandle={t("annotate.look.contrast")} value={look.contrast} onChange={(contrast) => change({ contrast })} />
      </label>
      <Radio.Group size="small" value={look.channel} onChange={(event) => change({ channel: event.target.value as Look["channel"] })} aria-label={t("annotate.look.channel")}>
        {channels.map((one) => <Radio.Button key={one} value={one}>{t(`annotate.look.${one}`)}</Radio.Button>)}
      </Radio.Group>
      <span style={{ opacity: 0.7, fontSize: 12 }}>{t("annotate.look.only_seen")}</span>
      <Button size="small" disabled={isPlain(look)} onClick={() => annotator.setLook(plainLook)} data-test="look-plain">{t("annotate.do.plain")}</Button>
    </div>
  );
}
