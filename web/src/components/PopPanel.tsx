// A button that opens a small panel below it. Light on purpose: it stands in the bar of every page.
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import styles from "./PopPanel.module.css";

type Props = {
  label: string;
  face: ReactNode;
  /** Which edge of the button the panel keeps to. */
  side?: "start" | "end";
  /** Opens above the button, for those at the foot of something. */
  up?: boolean;
  className?: string;
  children: (close: () => void) => ReactNode;
};

export function PopPanel({ label, face, side = "start", up, className, children }: Props) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = () => setOpen(false);

  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    window.addEventListener("pointerdown", outside);
    return () => window.removeEventListener("pointerdown", outside);
  }, [open]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && open) {
      setOpen(false);
      button.current?.focus();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && open) {
      const items = [...(box.current?.querySelectorAll<HTMLElement>("[data-item], a, button") ?? [])].filter((one) => one !== button.current);
      const at = items.indexOf(document.activeElement as HTMLElement);
      items[(at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={styles.box} ref={box} onKeyDown={onKeyDown}>
      <button
        ref={button} type="button" className={`${styles.button} ${className ?? ""}`} aria-label={label} title={label}
        aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}
      >
        {face}
      </button>
      {open && (
        <div id={id} className={styles.panel} data-side={side} data-up={up || undefined}>
          {children(close)}
        </div>
      )}
    </div>
  );
}

/** One line of a panel. */
export function PopItem({ onClick, current, children }: { onClick: () => void; current?: boolean; children: ReactNode }) {
  return (
    <button type="button" className={styles.item} data-item aria-current={current || undefined} onClick={onClick}>
      {children}
    </button>
  );
}

export function PopRule() {
  return <hr className={styles.rule} />;
}
