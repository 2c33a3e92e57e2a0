// Texts that were read: each as it stands on the picture, sign by sign with how sure it is, and what comes of the rules.
import { Input, Tooltip } from "antd";
import { useTranslation } from "@/i18n";
import type { ReadText } from "@/api/contract";
import { useFormat } from "@/hooks/useFormat";
import { boundsOf, isUpsideDown, signBounds, sureOf } from "@/lib/texts";
import { Crop } from "./Crop";
import styles from "./TextView.module.css";

type Props = {
  texts: readonly ReadText[];
  picture: { url: string; width: number; height: number } | null;
  /** What truly stands on the picture, where it is known. */
  written?: readonly string[];
  /** What a person said of each. */
  said?: readonly string[] | null;
  /** Where they may be corrected: what is written there now. */
  fixes?: readonly string[] | null;
  onFix?: (fixes: string[]) => void;
};

/** Longest side of a part of the picture on the page. */
const SIDE = 320;
const SIGN_SIDE = 96;
const checks = ["pattern", "gs1", "imei", "mod10", "mod11", "mod37", "date", "equals"] as const;

export function TextView({ texts, picture, written = [], said, fixes, onFix }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (texts.length === 0) return <p className={styles.none}>{t("text.view.none")}</p>;
  const now = texts.map((one, i) => fixes?.[i] ?? one.text);
  return (
    <section className={styles.texts} aria-label={t("text.view.title")} data-test="texts">
      <ul className={styles.list}>
        {texts.map((one, i) => (
          <li key={i} className={styles.one} data-test="text" data-bad={(one.checks ?? []).some((check) => !check.ok) || undefined}>
            {picture && (
              <span className={styles.cut} data-turned={isUpsideDown(one) || undefined}>
                <Crop picture={picture.url} width={picture.width} height={picture.height} bbox={boundsOf(one)} side={SIDE} label={t("text.view.crop", { n: i + 1 })} />
              </span>
            )}
            <span className={styles.signs}>
              {one.chars.map((sign, k) => (
                <Tooltip key={k} title={<SignCut text={one} index={k} picture={picture} turned={isUpsideDown(one)} score={format.score(sign.score)} />}>
                  <span className={styles.sign} data-sure={sureOf(sign.score)}>{sign.char === " " ? "\u00a0" : sign.char}</span>
                </Tooltip>
              ))}
              {one.text === "" && <span className={styles.faint}>{t("text.view.none")}</span>}
            </span>
            <span className={styles.facts}>
              <span className="number">{t("text.view.sure", { score: format.score(one.score) })}</span>
              {(one.checks ?? []).map((check, k) => <Check key={k} check={check} />)}
            </span>
            {said?.[i] !== undefined && said[i] !== one.text && <span className={styles.said}>{t("text.view.said")} <b>{said[i]}</b></span>}
            {onFix && (
              <Input
                value={now[i] ?? ""} maxLength={300} aria-label={t("text.view.fix", { n: i + 1 })} data-test="text-fix" className={styles.fix}
                onChange={(event) => onFix(now.map((text, k) => (k === i ? event.target.value : text)))}
                onPressEnter={(event) => event.currentTarget.blur()}
                onKeyDown={(event) => {
                  if (event.key === "Escape") event.currentTarget.blur();
                }}
              />
            )}
          </li>
        ))}
      </ul>
      {written.length > 0 && <p className={styles.written}>{t("text.view.written")} {written.map((one, i) => <b key={i}>{one}</b>)}</p>}
    </section>
  );
}

type CutProps = { text: ReadText; index: number; picture: Props["picture"]; turned: boolean; score: string };

/** A sign as it stands on the picture, and how sure it is. */
function SignCut({ text, index, picture, turned, score }: CutProps) {
  const { t } = useTranslation();
  const bbox = signBounds(text, index);
  const sign = text.chars[index]?.char ?? "";
  return (
    <span className={styles.signCut} data-test="sign-cut">
      {picture && bbox && (
        <span className={styles.cut} data-turned={turned || undefined}>
          <Crop picture={picture.url} width={picture.width} height={picture.height} bbox={bbox} side={SIGN_SIDE} label={t("text.view.sign", { sign })} />
        </span>
      )}
      <span className="number">{score}</span>
    </span>
  );
}

function Check({ check }: { check: NonNullable<ReadText["checks"]>[number] }) {
  const { t } = useTranslation();
  const known = checks.find((one) => one === check.check);
  const expected = check.fault?.expected;
  return (
    <span className={check.ok ? styles.holds : styles.fails} data-test="text-check">
      {check.ok ? "✓" : "✗"} {known ? t(`text.view.check.${known}`) : check.check}
      {!check.ok && expected ? ` · ${t("text.view.wanted", { text: expected })}` : ""}
    </span>
  );
}
