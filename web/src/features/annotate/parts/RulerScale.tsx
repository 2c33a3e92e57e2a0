import { useState, type KeyboardEvent } from "react";
import { Button, InputNumber } from "antd";
import { useTranslation } from "@/i18n";
import styles from "./HelperBar.module.css";

type Props = { measured: number | null; mmPerPixel: number | null; onScale: (mm: number | null) => void };

/** A measured length whose millimetres one knows sets the scale; it is kept for the project, in this browser. */
export function RulerScale({ measured, mmPerPixel, onScale }: Props) {
  const { t } = useTranslation();
  const [mm, setMm] = useState<number | null>(null);
  // F2 leads here, and Enter back to the picture.
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter" && mm && measured !== null) onScale(mm / measured);
    document.querySelector<HTMLElement>("[data-test=canvas]")?.focus();
  };
  return (
    <>
      {measured !== null && (
        <label className={styles.field}>
          {t("annotate.ruler.is")}
          <InputNumber size="small" min={0.001} value={mm} onChange={setMm} suffix="mm" style={{ width: 100 }} data-say data-test="ruler-mm" onKeyDown={onKey} />
          <Button size="small" disabled={!mm} onClick={() => mm && onScale(mm / measured)} data-test="ruler-set">{t("annotate.ruler.apply")}</Button>
        </label>
      )}
      {mmPerPixel !== null && (
        <span className={styles.field}>
          {t("annotate.ruler.scale", { mm: mmPerPixel.toPrecision(4) })}
          <Button size="small" type="link" onClick={() => onScale(null)}>{t("annotate.ruler.forget")}</Button>
        </span>
      )}
    </>
  );
}
