import { Popover } from "antd";
import { useTranslation } from "@/i18n";
import { classColours, goodColour } from "@/lib/palette";
import styles from "./ColourPick.module.css";

type Props = { value: string; onChange: (colour: string) => void; name: string };

/** One of the colours that can be told apart on a picture. */
export function ColourPick({ value, onChange, name }: Props) {
  const { t } = useTranslation();
  return (
    <Popover
      trigger="click"
      arrow={false}
      content={
        <div className={styles.grid}>
          {[...classColours, goodColour].map((colour) => (
            <button
              key={colour}
              type="button"
              className={styles.swatch}
              style={{ background: colour }}
              aria-label={colour}
              aria-pressed={colour === value}
              onClick={() => onChange(colour)}
            />
          ))}
        </div>
      }
    >
      <button type="button" className={styles.current} style={{ background: value }} aria-label={`${name} ${t("project.field.colour")}`} title={t("project.field.colour")} />
    </Popover>
  );
}
