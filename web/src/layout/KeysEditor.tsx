// Another key for a purpose: press its button, then the key. A key that does something else already is refused.
import { useEffect, useState } from "react";
import { Button } from "antd";
import { UndoOutlined } from "@ant-design/icons";
import { useTranslation } from "@/i18n";
import { keysNow, nameOf, type Shown } from "@/hooks/useKeys";
import { chooseKey, isModifier, isReserved, resetKey, signOf } from "@/lib/keymap";
import styles from "./KeysHelp.module.css";

export function KeysEditor({ bindings }: { bindings: readonly Shown[] }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<Shown | null>(null);
  const [refusal, setRefusal] = useState<{ id: string; text: string } | null>(null);

  useEffect(() => {
    if (!asking) return undefined;
    const hear = (event: KeyboardEvent) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      const key = nameOf(event);
      if (isModifier(key) || event.isComposing) return;
      setAsking(null);
      if (key === "escape") return;
      const other = bindings.find((one) => one.id !== asking.id && keysNow(one).includes(key));
      if (other) setRefusal({ id: asking.id, text: t("shell.keys.taken", { key: signOf(key), meaning: t(other.meaning) }) });
      else if (isReserved(key)) setRefusal({ id: asking.id, text: t("shell.keys.reserved", { key: signOf(key) }) });
      else chooseKey(asking.id, key, asking.keys);
    };
    window.addEventListener("keydown", hear, true);
    return () => window.removeEventListener("keydown", hear, true);
  }, [asking, bindings, t]);

  const changeable = bindings.filter((one) => !one.fixed);
  return (
    <>
      <p className={styles.how}>{t("shell.keys.how")}</p>
      <ul className={styles.edit}>
        {changeable.map((one) => {
          // Digits share a meaning; the key that each has by itself tells them apart.
          const twins = changeable.filter((other) => other.meaning === one.meaning).length > 1;
          const name = twins ? `${t(one.meaning)} (${signOf(one.keys[0] ?? "")})` : t(one.meaning);
          const now = keysNow(one);
          const changed = now.join() !== one.keys.join();
          return (
            <li key={one.id} className={styles.line}>
              <span className={styles.name}>{name}</span>
              <button
                type="button" className={styles.key} data-test={`key-${one.id}`} aria-label={`${name}: ${now.map(signOf).join(", ")}`} aria-pressed={asking?.id === one.id}
                onClick={() => {
                  setRefusal(null);
                  setAsking(one);
                }}
              >
                {asking?.id === one.id ? t("shell.keys.press") : now.filter((key, index) => index === 0 || !key.startsWith("shift+")).map((key) => <kbd key={key}>{signOf(key)}</kbd>)}
              </button>
              <Button
                size="small" type="text" icon={<UndoOutlined />} disabled={!changed} title={t("shell.keys.reset")} aria-label={`${name}: ${t("shell.keys.reset")}`}
                onClick={() => {
                  const other = bindings.find((two) => two.id !== one.id && keysNow(two).some((key) => one.keys.includes(key)));
                  if (other) setRefusal({ id: one.id, text: t("shell.keys.taken", { key: signOf(one.keys[0] ?? ""), meaning: t(other.meaning) }) });
                  else resetKey(one.id);
                }}
              />
              {refusal?.id === one.id && <span className={styles.refusal} role="alert">{refusal.text}</span>}
            </li>
          );
        })}
      </ul>
    </>
  );
}
