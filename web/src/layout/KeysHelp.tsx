import { Modal } from "antd";
import { useTranslation, type Key } from "@/i18n";
import { useShownKeys, type Binding } from "@/hooks/useKeys";
import styles from "./KeysHelp.module.css";

const signs: Record<string, string> = {
  mod: "Ctrl", shift: "Shift", arrowleft: "←", arrowright: "→", arrowup: "↑", arrowdown: "↓",
  space: "Space", enter: "Enter", delete: "Delete", backspace: "Backspace", escape: "Esc", tab: "Tab",
};

export const signOf = (key: string): string =>
  key === "+"
    ? key
    : key
        .split("+")
        .map((part) => signs[part] ?? part.toUpperCase())
        .join(" ");

/** One line a meaning: "1 … 9" for a run of keys, and not the same key again with Shift. */
export function linesOf(bindings: readonly Binding[]): { meaning: Key; signs: string[] }[] {
  const lines = new Map<Key, string[]>();
  for (const binding of bindings) {
    const plain = binding.keys.filter((key, index) => index === 0 || !key.startsWith("shift+"));
    lines.set(binding.meaning, [...(lines.get(binding.meaning) ?? []), ...plain.map(signOf)]);
  }
  return [...lines].map(([meaning, all]) => {
    const arrows = all.every((sign) => "←→↑↓".includes(sign));
    return { meaning, signs: all.length > 3 && !arrows ? [all[0] ?? "", "…", all[all.length - 1] ?? ""] : all };
  });
}

export function KeysHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const bindings = useShownKeys();
  return (
    <Modal open onCancel={onClose} footer={null} title={t("shell.keys.title")} width={600}>
      <dl className={styles.keys}>
        {linesOf(bindings).map((line) => (
          <div key={line.meaning} className={styles.row}>
            <dt>
              {line.signs.map((sign) => (sign === "…" ? <span key={sign}>…</span> : <kbd key={sign}>{sign}</kbd>))}
            </dt>
            <dd>{t(line.meaning)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
