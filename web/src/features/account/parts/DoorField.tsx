import { useId } from "react";
// Each by itself: the whole of `Input` brings its area, its search and its codes to the first page that is sent.
import Input from "antd/es/input/Input";
import Password from "antd/es/input/Password";
import styles from "./DoorPage.module.css";

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  secret?: boolean;
  autoComplete: string;
  autoFocus?: boolean;
  hint?: string;
  wrong?: string | undefined;
};

export function DoorField({ label, value, onChange, secret, autoComplete, autoFocus, hint, wrong }: Props) {
  const id = useId();
  const Field = secret ? Password : Input;
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>{label}</label>
      <Field
        id={id}
        size="large"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete={autoComplete}
        autoFocus={autoFocus}
        status={wrong ? "error" : undefined}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={`${id}-note`}
      />
      <span id={`${id}-note`} className={wrong ? styles.wrong : styles.hint} role={wrong ? "alert" : undefined}>
        {wrong ?? hint}
      </span>
    </div>
  );
}
