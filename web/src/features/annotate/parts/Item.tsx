import type { ReactNode } from "react";
import { Tooltip } from "antd";
import styles from "./Item.module.css";

type Props = {
  text: string; sign?: string; pressed?: boolean; disabled?: boolean; onClick: () => void; children: ReactNode; test?: string; place?: "right" | "bottom" | "top";
};

/** A button that is a sign: what it does and its key are told beside it. Keys stay with the canvas. */
export function Item({ text, sign, pressed, disabled, onClick, children, test, place = "right" }: Props) {
  return (
    <Tooltip placement={place} title={sign ? `${text} · ${sign}` : text}>
      <button
        type="button" className={styles.item} aria-label={text} aria-pressed={pressed} disabled={disabled} data-test={test}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onClick}
      >
        {children}
      </button>
    </Tooltip>
  );
}
