import { DatePicker } from "antd";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { useTranslation } from "@/i18n";

type Props = { from: string | undefined; to: string | undefined; onChange: (from: string | undefined, to: string | undefined) => void };

const dayOf = (text: string | undefined) => (text && dayjs(text).isValid() ? dayjs(text) : null);

/** First and last day, each may be left open; kept as 2026-01-31. */
export function Days({ from, to, onChange }: Props) {
  const { t, i18n } = useTranslation();
  dayjs.locale(i18n.language === "en" ? "en" : "zh-cn");
  return (
    <DatePicker.RangePicker
      allowEmpty={[true, true]}
      value={[dayOf(from), dayOf(to)]}
      format={i18n.language === "en" ? "DD/MM/YYYY" : "YYYY-MM-DD"}
      aria-label={t("audit.filter.time")}
      onChange={(days) => onChange(days?.[0]?.format("YYYY-MM-DD"), days?.[1]?.format("YYYY-MM-DD"))}
    />
  );
}
