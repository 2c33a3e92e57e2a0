import { useMemo } from "react";
import { useTranslation } from "@/i18n";
import * as format from "@/lib/format";

/** The formatters of lib/format in the chosen language. */
export function useFormat() {
  const { i18n } = useTranslation();
  const language = i18n.language;
  return useMemo(
    () => ({
      language,
      count: (value: number) => format.count(value, language),
      decimal: (value: number, digits?: number) => format.decimal(value, language, digits),
      percent: (share: number, digits?: number) => format.percent(share, language, digits),
      bytes: (value: number) => format.bytes(value, language),
      milliseconds: (value: number) => format.milliseconds(value, language),
      duration: (seconds: number) => format.duration(seconds, language),
      ago: (at: string, now?: number) => format.ago(at, language, now),
      moment: (at: string) => format.moment(at, language),
      clock: (at: string) => format.clock(at, language),
      time: (at: string) => format.time(at, language),
      score: format.score,
    }),
    [language],
  );
}
