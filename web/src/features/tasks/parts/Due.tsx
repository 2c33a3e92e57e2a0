import { useFormat } from "@/hooks/useFormat";
import { useTranslation } from "@/i18n";
import styles from "../pages/MyTasksPage.module.css";

/** Until when; red once that is over and something is left. */
export function Due({ at, done }: { at: string; done: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const over = !done && Date.parse(at) < Date.now();
  return <span className={over ? styles.over : styles.faint}>{t(over ? "annotate.due.over" : "annotate.due.by", { time: format.moment(at) })}</span>;
}
