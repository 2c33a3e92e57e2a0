import type { ReactNode } from "react";
import styles from "./FilterChips.module.css";

export type Chip = { value: string; text: ReactNode };

type Props = {
  label: string;
  chips: readonly Chip[];
  /** Several where more than one can be chosen: then `onChange` gives the one that was pressed. */
  value: string | readonly string[] | undefined;
  onChange: (value: string | undefined) => void;
};

/** One filter as a row of chips; pressing the chosen one takes it back. */
export function FilterChips({ label, chips, value, onChange }: Props) {
  return (
    <div className={styles.group} role="group" aria-label={label}>
      <span className={styles.label}>{label}</span>
      {chips.map((chip) => (
        <button
          key={chip.value}
          type="button"
          className={styles.chip}
          aria-pressed={typeof value === "object" ? value.includes(chip.value) : chip.value === value}
          onClick={() => onChange(chip.value === value ? undefined : chip.value)}
        >
          {chip.text}
        </button>
      ))}
    </div>
  );
}
