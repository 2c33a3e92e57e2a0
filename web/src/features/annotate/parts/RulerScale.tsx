import { useState } from "react";
import { Button, InputNumber } from "antd";
import { useTranslation } from "@/i18n";
import styles from "./HelperBar.module.css";

type Props = { measured: number | null; mmPerPixel: number | null; onScale: (mm: number | null) => void };

/** A measured length whose millimetres one knows sets the scale; it is kept for the project, in this browser. */
export function RulerScale({ measured, mmPerPixel, onScale }: Props) {
  const { t } = useTranslation();
  const [mm, setMm] = useState<number | null>(null);
  return (
    <>
      {measured !== null && (
        <label className={styles.field}>
          {t("annotate.ruler.is")}
          <InputNumber size="small" min={0.001} value={mm} onChange={setMm} suffix="mm" style={{ width: 100 }} data-test="ruler-mm" />
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
