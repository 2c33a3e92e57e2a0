// The keys of the page, and how to have others.
import { useState } from "react";
import { Button, Modal } from "antd";
import { useTranslation, type Key } from "@/i18n";
import { keysNow, useShownKeys, type Shown } from "@/hooks/useKeys";
import { resetKeys, signOf } from "@/lib/keymap";
import { KeysEditor } from "./KeysEditor";
import styles from "./KeysHelp.module.css";

/** One line a meaning: "1 … 9" for a run of keys, and not the same key again with Shift. */
export function linesOf(bindings: readonly Shown[]): { meaning: Key; signs: string[] }[] {
  const lines = new Map<Key, string[]>();
  for (const binding of bindings) {
    const plain = keysNow(binding).filter((key, index) => index === 0 || !key.startsWith("shift+"));
    lines.set(binding.meaning, [...(lines.get(binding.meaning) ?? []), ...plain.map(signOf)]);
  }
  return [...lines].map(([meaning, all]) => {
    const arrows = all.every((sign) => "←→↑↓".includes(sign));
    const digits = all.every((sign) => /^\d$/.test(sign));
    return { meaning, signs: all.length > 3 && digits && !arrows ? [all[0] ?? "", "…", all[all.length - 1] ?? ""] : all };
  });
}

export function KeysHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const bindings = useShownKeys();
  const [changing, setChanging] = useState(false);
  const foot = changing ? (
    <>
      <Button onClick={resetKeys}>{t("shell.keys.reset_all")}</Button>
      <Button type="primary" onClick={() => setChanging(false)}>{t("shell.keys.done")}</Button>
    </>
  ) : (
    <Button onClick={() => setChanging(true)} data-test="change-keys">{t("shell.keys.change")}</Button>
  );
  return (
    <Modal open onCancel={onClose} footer={foot} title={t("shell.keys.title")} width={640}>
      {changing ? (
        <KeysEditor bindings={bindings} />
      ) : (
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
      )}
    </Modal>
  );
}
