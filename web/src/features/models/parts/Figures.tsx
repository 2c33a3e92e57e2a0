// Overkill and escapes first, big, with how sure one can be of them.
import { useTranslation } from "@/i18n";
import { useFormat } from "@/hooks/useFormat";
import { shareText } from "../lib/share";
import type { Rates } from "../lib/sweep";
import { wilson } from "../lib/wilson";
import styles from "./Figures.module.css";

export function Figures({ rates, saved }: { rates: Rates; saved?: Rates }) {
  const { t } = useTranslation();
  return (
    <div className={styles.figures} aria-live="polite">
      <Figure
        kind="overkill" name={t("models.figure.overkill")} meaning={t("models.figure.overkill_meaning")} none={t("models.figure.no_good")}
        part={rates.overkilled} all={rates.good} before={saved ? saved.overkilled : undefined}
      />
      <Figure
        kind="escape" name={t("models.figure.escape")} meaning={t("models.figure.escape_meaning")} none={t("models.figure.no_bad")}
        part={rates.escaped} all={rates.bad} before={saved ? saved.escaped : undefined}
      />
    </div>
  );
}

type FigureProps = { kind: "overkill" | "escape"; name: string; meaning: string; none: string; part: number; all: number; before: number | undefined };

function Figure({ kind, name, meaning, none, part, all, before }: FigureProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [low, high] = wilson(part, all);
  if (all === 0) {
    return (
      <div className={styles.figure} data-kind={kind}>
        <span className={styles.name}>{name}</span>
        <span className={styles.big}>–</span>
        <span className={styles.note}>{none}</span>
      </div>
    );
  }
  return (
    <div className={styles.figure} data-kind={kind} data-test={`figure-${kind}`}>
      <span className={styles.name} title={meaning}>{name}</span>
      <span className={styles.big}>{shareText(part / all, format.language)}</span>
      <span className={styles.count}>
        {t("models.figure.count", { part: format.count(part), all: format.count(all) })}
        {before !== undefined && before !== part && <em className={styles.change} data-up={part > before || undefined}>{signed(part - before)}</em>}
      </span>
      <span className={styles.note}>{t("models.figure.interval", { low: shareText(low, format.language), high: shareText(high, format.language) })}</span>
    </div>
  );
}

const signed = (value: number): string => (value > 0 ? `+${value}` : `−${Math.abs(value)}`);
