import { useTranslation } from "@/i18n";
import { useFormat } from "@/hooks/useFormat";
import type { Rates } from "../lib/sweep";
import styles from "./Verdicts.module.css";

/** Truth against verdict, following the threshold. */
export function Verdicts({ rates }: { rates: Rates }) {
  const { t } = useTranslation();
  const format = useFormat();
  const cell = (value: number, kind: "right" | "overkill" | "escape") => (
    <td data-kind={kind} className={styles.cell}>
      <b>{format.count(value)}</b>
      <span>{t(`models.verdicts.${kind}`)}</span>
    </td>
  );
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">{t("models.verdicts.title")}</caption>
      <thead>
        <tr><td /><th scope="col">{t("models.verdicts.ok")}</th><th scope="col">{t("models.verdicts.ng")}</th></tr>
      </thead>
      <tbody>
        <tr><th scope="row">{t("models.verdicts.good")}</th>{cell(rates.good - rates.overkilled, "right")}{cell(rates.overkilled, "overkill")}</tr>
        <tr><th scope="row">{t("models.verdicts.bad")}</th>{cell(rates.escaped, "escape")}{cell(rates.bad - rates.escaped, "right")}</tr>
      </tbody>
    </table>
  );
}
